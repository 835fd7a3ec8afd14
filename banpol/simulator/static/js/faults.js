// Disturbances for demonstrations: each row orders one, and the next message meets it.

import { allFaults, closeWindow, dropFaults, orderFault, Problem } from "./api.js";
import { element } from "./elements.js";
import { openSheet, sheetRow } from "./sheet.js";

const FAULTS = [
  ["Datang dua kali", "pesan warga berikutnya diantar dua kali sekaligus", { kind: "duplicate" }],
  ["Terlambat 10 detik", "pesan warga berikutnya ditahan dulu", { kind: "delay", seconds: 10 }],
  ["Jawaban 200 hilang", "pesan warga berikutnya diantar ulang", { kind: "drop_answer" }],
  ["Terlalu cepat (131056)", "kiriman layanan berikutnya ditolak sekali", { kind: "refuse", code: 131056 }],
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
