// The open draws of a line.
import { z } from "zod";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { drawNumberSchema, drawSchema, lineNumberSchema } from "../schemas.ts";
import { draws as table } from "../tables.ts";

export const draws = defineQuery({
  summary: "The open draws of a line, by number.",
  readers: "supervisor",
  params: z.strictObject({ line: lineNumberSchema, ...pageParams }),
  result: pageOf(z.strictObject({ number: drawNumberSchema, draw: drawSchema })),
  answer: ({ state }, { line, after, limit }) =>
    readPage(
      table.scan(state, { within: [line], after }),
      limit,
      ({ parts, value }) => ({ number: Number(parts[1]), draw: value }),
      ({ parts }) => parts[1] ?? "",
    ),
});
