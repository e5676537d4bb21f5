// What a refusal's code means, from the published catalogue: a result found later carries the code alone.
import { readFileSync } from "node:fs";
import { z } from "zod";
import { Failure } from "#src/cli/failure.ts";
import type { Decided } from "./link.ts";

const catalogueFile = new URL("../../../contracts/errors.json", import.meta.url);
const catalogueSchema = z.object({ errors: z.array(z.object({ code: z.string(), text: z.string() })) });

let texts: ReadonlyMap<string, string> | undefined;

export function refusalText(code: string): string {
  texts ??= new Map(
    catalogueSchema
      .parse(JSON.parse(readFileSync(catalogueFile, "utf8")))
      .errors.map((entry) => [entry.code, entry.text]),
  );
  return texts.get(code) ?? "The ledger refused it.";
}

/** A transaction that a block decided, and refused. */
export function refusedFailure({ refusal, id, height, code }: Decided): Failure {
  const name = refusal?.code ?? `code ${code}`;
  const details = typeof refusal?.details === "object" ? refusal.details : {};
  return new Failure("refused", name, `${name}: ${refusalText(name)}`, { ...details, transaction: id, height });
}
