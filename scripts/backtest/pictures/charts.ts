// Charts as inline SVG: lines over months, and shares stacked to a whole.

export interface Line {
  readonly name: string;
  readonly values: readonly number[];
}

export interface ChartOptions {
  readonly title: string;
  readonly months: readonly string[];
  readonly lines: readonly Line[];
  readonly format: (value: number) => string;
  /** Levels drawn across, such as the lines between zones. */
  readonly marks?: readonly { readonly value: number; readonly name: string }[];
}

const width = 900;
const height = 340;
const left = 64;
const right = 190;
const top = 34;
const bottom = 34;
/** Told apart by most eyes (Okabe and Ito), then repeated with dashes. */
const colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#8c564b"];
const ticks = 5;

export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (found) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[found] ?? "");
}

function colourOf(at: number): string {
  return colours[at % colours.length] ?? "#000000";
}

function frame(options: ChartOptions, low: number, high: number, body: string): string {
  const y = scale(low, high);
  const { title, months, lines, format } = options;
  const levels = Array.from({ length: ticks + 1 }, (_, at) => low + ((high - low) * at) / ticks);
  const grid = levels.map(
    (value) =>
      `<line x1="${left}" x2="${width - right}" y1="${y(value)}" y2="${y(value)}" stroke="#ddd"/><text x="${left - 6}" y="${Number(y(value)) + 4}" text-anchor="end">${escaped(format(value))}</text>`,
  );
  const every = Math.max(1, Math.ceil(months.length / 7));
  const labels = months.flatMap((month, at) =>
    at % every === 0
      ? [`<text x="${across(at, months.length)}" y="${height - 12}" text-anchor="middle">${month}</text>`]
      : [],
  );
  const legend = lines.map(
    ({ name }, at) =>
      `<rect x="${width - right + 14}" y="${top + at * 18}" width="12" height="12" fill="${colourOf(at)}"/><text x="${width - right + 32}" y="${top + 10 + at * 18}">${escaped(name)}</text>`,
  );
  return `<svg role="img" aria-label="${escaped(title)}" viewBox="0 0 ${width} ${height}"><text x="${left}" y="18" class="title">${escaped(title)}</text>${grid.join("")}${labels.join("")}${body}${legend.join("")}</svg>`;
}

function scale(low: number, high: number): (value: number) => string {
  return (value) => (top + ((high - value) / (high - low)) * (height - top - bottom)).toFixed(1);
}

function across(at: number, count: number): string {
  return (left + (at / Math.max(1, count - 1)) * (width - left - right)).toFixed(1);
}

export function lineChart(options: ChartOptions): string {
  const { lines, months, marks = [] } = options;
  const all = [...lines.flatMap(({ values }) => values), ...marks.map(({ value }) => value)];
  const least = Math.min(...all);
  const most = Math.max(...all);
  const room = (most - least) * 0.05 || 1;
  const [low, high] = [least - room, most + room];
  const y = scale(low, high);
  const drawn = lines.map(({ values }, at) => {
    const points = values.map((value, month) => `${across(month, months.length)},${y(value)}`).join(" ");
    const dashes = at < colours.length ? "" : ' stroke-dasharray="5 3"';
    return `<polyline fill="none" stroke="${colourOf(at)}" stroke-width="${at === 0 ? 3 : 1.4}"${dashes} points="${points}"/>`;
  });
  const crossed = marks.map(
    ({ value, name }) =>
      `<line x1="${left}" x2="${width - right}" y1="${y(value)}" y2="${y(value)}" stroke="#555" stroke-dasharray="6 4"/><text x="${left + 4}" y="${Number(y(value)) - 4}">${escaped(name)}</text>`,
  );
  // The first is drawn last, so that it lies above the others.
  return frame(options, low, high, crossed.join("") + drawn.reverse().join(""));
}

export function stackedChart(options: ChartOptions): string {
  const { lines, months } = options;
  const y = scale(0, 1);
  const floor = months.map(() => 0);
  const areas = lines.map(({ values }, at) => {
    const under = floor.map((value, month) => `${across(month, months.length)},${y(value)}`);
    values.forEach((value, month) => {
      floor[month] = (floor[month] ?? 0) + value;
    });
    const over = floor.map((value, month) => `${across(month, months.length)},${y(value)}`);
    return `<polygon fill="${colourOf(at)}" fill-opacity="0.8" points="${[...over, ...under.reverse()].join(" ")}"/>`;
  });
  return frame(options, 0, 1, areas.join(""));
}
