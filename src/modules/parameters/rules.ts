// What the rows of a parameter mean at a height, and the bounds of a change; no state.
import { z } from "zod";
import { noteSchema, signedAmountSchema } from "#src/core/schemas.ts";
import {
  announcedValueSchema,
  type ParameterSetting,
  type ParameterValue,
  parameterSettingSchema,
} from "#src/machine/parameter.ts";
import type { Stored } from "#src/state/view.ts";

/** `module.name`, as `defineParameters` makes it; it fits one part of a state key. */
export const parameterNameSchema = z
  .string()
  .max(64)
  .regex(/^[a-z][a-z-]{0,31}\.[a-z][A-Za-z0-9]{0,61}$/);

/** The legal or incident reference on whose ground something is done: it may not be empty. */
export const referenceSchema = noteSchema.min(1);

/** Everything about one parameter: the value in force, the one announced, and the settings that bound both. */
export const parameterShownSchema = z.strictObject({
  parameter: parameterNameSchema,
  value: signedAmountSchema,
  next: announcedValueSchema.optional(),
  setting: parameterSettingSchema,
});

export interface Standing {
  readonly value: bigint;
  readonly next?: NonNullable<Stored<ParameterValue>["next"]>;
}

/** The value in force at a height, and the one announced for later. */
export function standingOf(
  row: Stored<ParameterValue> | undefined,
  setting: ParameterSetting,
  height: number,
): Standing {
  if (row === undefined) return { value: setting.default };
  const { value, next } = row;
  if (next === undefined) return { value };
  return next.fromHeight <= height ? { value: next.value } : { value, next };
}

export function isWithinRange(value: bigint, { least, most }: ParameterSetting): boolean {
  return least <= value && value <= most;
}

/** Who decides about a parameter: holders of a role, each alone, or the members of a council by vote. */
export type Owner =
  | { readonly kind: "role"; readonly role: string }
  | { readonly kind: "council"; readonly council: string };

export function parseOwner({ owner }: Pick<ParameterSetting, "owner">): Owner {
  const [role = "", council] = owner.split(":");
  return council === undefined ? { kind: "role", role } : { kind: "council", council };
}
