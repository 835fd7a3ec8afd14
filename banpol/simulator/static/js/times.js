// Moments as somebody in South Sumatra reads them: WIB, in Indonesian.

const ZONE = { timeZone: "Asia/Jakarta" };
const CLOCK = new Intl.DateTimeFormat("id-ID", { ...ZONE, hour: "2-digit", minute: "2-digit", hour12: false });
const DAY = new Intl.DateTimeFormat("id-ID", { ...ZONE, day: "numeric", month: "long", year: "numeric" });
const DAY_MS = 24 * 60 * 60 * 1000;

/** Hours and minutes, such as 09.41. */
export function clockTime(iso) {
  return CLOCK.format(new Date(iso));
}

/** The calendar day, in words where it is near. */
export function dayName(iso, now = new Date()) {
  const day = DAY.format(new Date(iso));
  if (day === DAY.format(now)) return "Hari ini";
  if (day === DAY.format(new Date(now.getTime() - DAY_MS))) return "Kemarin";
  return day;
}

/** A number as it is written here: +62 812-0000-0001. */
export function phoneNumber(digits) {
  const match = /^62(\d{3})(\d{4})(\d+)$/.exec(digits);
  return match ? `+62 ${match[1]}-${match[2]}-${match[3]}` : `+${digits}`;
}
