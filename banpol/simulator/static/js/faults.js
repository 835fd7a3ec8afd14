// Disturbances for demonstrations: each row orders one, and the next message meets it.

import { allFaults, closeWindow, dropFaults, orderFault, Problem } from "./api.js";
import { element } from "./elements.js";
import { openSheet, sheetRow } from "./sheet.js";

const FAULTS = [
  ["Datang dua kali", "pesan warga berikutnya diantar dua kali sekaligus", { kind: "duplicate" }],
  ["Terlambat 10 detik", "pesan warga berikutnya ditahan dulu", { kind: "delay", seconds: 10 }],
  ["Tertukar urutannya", "pesan sesudahnya, dari telepon mana pun, datang lebih dulu", { kind: "reorder", across: true }],
  ["Beberapa dalam satu kiriman", "tiga pesan, dari telepon mana pun, datang sekaligus", { kind: "batch", across: true }],
  ["Jawaban 200 hilang", "pesan warga berikutnya diantar ulang", { kind: "drop_answer" }],
  ["Terlalu cepat (131056)", "kiriman layanan berikutnya ditolak sekali", { kind: "refuse", code: 131056 }],
  ["Terlalu banyak (429)", "semua kiriman layanan menunggu 10 detik", { kind: "refuse", code: 130429, status: 429, retry_after: 10 }],
  ["Meta sedang rusak (503)", "dua kiriman layanan berikutnya gagal; layanan mencoba lagi", { kind: "refuse", code: 131016, status: 503, times: 2 }],
  ["Terkirim tanpa jawaban", "kiriman layanan berikutnya sampai, tetapi jawabannya baru datang setelah 20 detik", { kind: "accept_then_timeout", seconds: 20 }],
  ["Token kedaluwarsa (190)", "kiriman layanan berikutnya ditolak sekali; layanan berhenti mengirim", { kind: "refuse", code: 190 }],
];

/** Opens over `anchor`; `phone` is the id of the one in front, `tell` shows a sentence. */
export async function faultSheet(anchor, phone, tell) {
  const waiting = await allFaults()
    .then((faults) => faults.filter((fault) => fault.left > 0).length)
    .catch(() => 0);
  openSheet(anchor, "Gangguan untuk peragaan", (close) => {
    const row = (title, description, act) =>
      sheetRow(title, description, null, async () => {
        close();
        await act().then(
          () => tell(`${title}: siap`),
          (problem) => tell(problem instanceof Problem ? problem.message : String(problem)),
        );
      });
    return [
      element("p", { class: "sheet-note" }, waiting ? `${waiting} gangguan masih menunggu.` : "Tidak ada gangguan yang menunggu."),
      ...FAULTS.map(([title, description, fault]) => row(title, description, () => orderFault(fault))),
      row("Tutup jendela 24 jam", "balasan ke telepon ini gagal (131047) sampai warga menulis lagi", () => closeWindow(phone)),
      row("Hapus semua gangguan", "", dropFaults),
    ];
  });
}
