// Days of a time zone, as Node.js knows it. Zones change their clocks at quarters of an hour, so it is asked once for each.
const quarter = 15 * 60_000;
const dayLength = 24 * 60 * 60_000;

export class Calendar {
  constructor(timezone) {
    this.days = new Map();
    this.format = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, year: 'numeric', month: '2-digit', day: '2-digit' });
  }
  // Of milliseconds since 1970: "2026-10-25".
  dayOf(moment) {
    const key = Math.floor(moment / quarter);
    let day = this.days.get(key);
    if (!day) this.days.set(key, (day = this.format.format(key * quarter)));
    return day;
  }
  // When a day begins.
  midnight(day) {
    let moment = Date.parse(`${day}T00:00:00Z`) - dayLength;
    while (this.dayOf(moment) < day) moment += quarter;
    return moment;
  }
}

export function dayAfter(day, days = 1) {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayLength).toISOString().slice(0, 10);
}
