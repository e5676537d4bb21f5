// The one way in which a part of a request becomes a value: aliases replaced, texts read, the schema asked.
import type { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { type ResolveAlias, substitutionOf } from "./aliases.ts";
import { httpProblems, type InvalidPlace } from "./httpProblems.ts";
import { readTexts } from "./queryText.ts";

export type RequestPart = InvalidPlace["in"];

/** Throws a problem that lists every wrong place. */
export function parsePart<Schema extends z.ZodType>(
  part: RequestPart,
  schema: Schema,
  value: unknown,
  resolve: ResolveAlias,
): z.output<Schema> {
  const read = part === "body" ? value : readTexts(schema as unknown as z.ZodObject, value ?? {});
  const substitute = substitutionOf(schema);
  const result = schema.safeParse(substitute === null ? read : substitute(read, resolve));
  if (result.success) return result.data;
  throw httpProblems.invalidRequest({ places: placesOf(part, result.error.issues) });
}

/** One problem at one place, found by other means than a schema. */
export function invalidPlace(part: RequestPart, pointer: string, reason: string) {
  return httpProblems.invalidRequest({ places: [{ in: part, pointer, reason }] });
}

function placesOf(part: RequestPart, issues: readonly z.core.$ZodIssue[]): InvalidPlace[] {
  const places = issues.flatMap((issue): InvalidPlace[] => {
    if (issue.code !== "unrecognized_keys")
      return [{ in: part, pointer: pointerOf(issue.path), reason: issue.message }];
    const unknown = issue.keys.slice(0, limits.invalidPlacesMax);
    return unknown.map((key) => ({
      in: part,
      pointer: pointerOf([...issue.path, key]),
      reason: "There is no such member.",
    }));
  });
  return places.slice(0, limits.invalidPlacesMax);
}

/** RFC 6901. A member's name may come from the request, so it is cut short. */
function pointerOf(path: readonly PropertyKey[]): string {
  return path
    .map((step) => `/${String(step).slice(0, limits.keyPartLengthMax).replaceAll("~", "~0").replaceAll("/", "~1")}`)
    .join("");
}
