// Heights as they are typed.
import { heightSchema } from "#src/core/schemas.ts";
import { usageFailure } from "./failure.ts";

export function parseHeight(text: string, flag: string): number {
  const height = heightSchema.safeParse(/^[0-9]+$/.test(text) ? Number(text) : undefined);
  if (!height.success) throw usageFailure(`${flag} needs a height: a whole number`);
  return height.data;
}
