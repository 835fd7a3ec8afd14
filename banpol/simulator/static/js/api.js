// The control routes of the simulator.

/** An answer that is no success; its message can be shown. */
export class Problem extends Error {}

async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Problem("Simulator tidak menjawab. Pesan belum terkirim.");
  }
  const body = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Problem(`Tidak terkirim: ${body.error ?? answer.status}`);
  return body;
}

function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return ask(path, { method: "POST", headers, body: JSON.stringify(body) });
}

export const allPhones = async () => (await ask("/sim/phones")).phones;
export const addPhone = (facts) => post("/sim/phones", { auto_read: false, ...facts });
export const allMessages = async (phone) => (await ask(`/sim/phones/${phone}/messages`)).messages;
export const sendTurn = (phone, turn) => post(`/sim/phones/${phone}/messages`, turn);
export const markRead = (phone) => post(`/sim/phones/${phone}/read`, {});
export const closeWindow = (phone) => post(`/sim/phones/${phone}/window`, { open: false });
export const allFaults = async () => (await ask("/sim/faults")).faults;
export const orderFault = (fault) => post("/sim/faults", fault);
export const dropFaults = () => ask("/sim/faults", { method: "DELETE" });
export const fileAddress = (id) => `/sim/files/${encodeURIComponent(id)}`;

/** Uploads a blob; its id goes into a turn as `file`. */
export async function upload(blob, name) {
  const headers = { "Content-Type": blob.type || "application/octet-stream" };
  const address = `/sim/files?name=${encodeURIComponent(name)}`;
  return (await ask(address, { method: "PUT", headers, body: blob })).id;
}
