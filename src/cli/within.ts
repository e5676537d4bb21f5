// Numbers as they are typed: whole, and within bounds.
import { usageFailure } from "./failure.ts";

export function requireWithin(flag: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most)
    throw usageFailure(`${flag} is a whole number from ${least} to ${most}`);
}
