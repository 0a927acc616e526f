// Month lengths of 1451-1500 AH as ICU's islamic-umalqura has them (the JDK agrees on every day).
// Run: node make_umalqura.mjs > umalqura_1451_1500.txt
const format = new Intl.DateTimeFormat("en-u-ca-islamic-umalqura-nu-latn", { timeZone: "UTC", year: "numeric", month: "numeric", day: "numeric" });
const parts = (t) => Object.fromEntries(format.formatToParts(t).map((p) => [p.type, parseInt(p.value, 10)]));
const years = new Map();
for (let t = Date.UTC(2029, 3, 1); t <= Date.UTC(2077, 10, 16); t += 86400000) {
  const p = parts(t), year = p.year, month = p.month;
  if (year < 1451 || year > 1500) continue;
  if (!years.has(year)) years.set(year, { start: new Date(t).toISOString().slice(0, 10), days: Array(12).fill(0) });
  years.get(year).days[month - 1] += 1;
}
for (const [year, y] of years) console.log(`${year} ${y.start} ${y.days.map((d) => (d === 30 ? "1" : "0")).join("")}`);
