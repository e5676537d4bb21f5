// All lines.
import { z } from "zod";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { lineNumberSchema, lineSchema } from "../schemas.ts";
import { lines as table } from "../tables.ts";

export const lines = defineQuery({
  summary: "All lines, proposed and agreed, by number.",
  readers: "supervisor",
  params: z.strictObject(pageParams),
  result: pageOf(z.strictObject({ number: lineNumberSchema, line: lineSchema })),
  answer: ({ state }, { after, limit }) =>
    readPage(
      table.scan(state, { after }),
      limit,
      ({ parts, value }) => ({ number: Number(parts[0]), line: value }),
      ({ parts }) => parts[0] ?? "",
    ),
});
