// Content negotiation, as far as it is needed here: every path has one kind of answer, which a request accepts or not.

/** Whether an Accept header leaves room for one of these media types. */
export function isAcceptable(header: string | undefined, produced: readonly string[]): boolean {
  if (header === undefined || header === "*/*" || header === "") return true;
  const ranges = header.split(",").map(parseRange);
  return produced.some((mediaType) => qualityOf(mediaType, ranges) > 0);
}

interface MediaRange {
  readonly range: string;
  readonly quality: number;
}

function parseRange(text: string): MediaRange {
  const [range = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith("q="));
  return { range, quality: quality === undefined ? 1 : Number(quality.slice(2)) };
}

/** The most specific range decides. */
function qualityOf(mediaType: string, ranges: readonly MediaRange[]): number {
  const family = `${mediaType.slice(0, mediaType.indexOf("/"))}/*`;
  for (const wanted of [mediaType, family, "*/*"]) {
    const match = ranges.find(({ range }) => range === wanted);
    if (match !== undefined) return match.quality;
  }
  return 0;
}
