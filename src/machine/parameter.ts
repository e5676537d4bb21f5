// Parameters: numbers of a module that may change within a range, by their owner, after notice.
import { z } from "zod";
import { assert } from "#src/core/assert.ts";
import { accountSchema, councilIdSchema, countSchema, signedAmountSchema } from "#src/core/schemas.ts";
import { defineTable } from "#src/state/table.ts";
import type { State, StateReader } from "#src/state/view.ts";

/** Who announced a change: an account in a role, or a council by a proposal that it passed. */
export const announcerSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("account"), account: accountSchema }),
  z.strictObject({ kind: z.literal("proposal"), council: councilIdSchema, proposal: countSchema }),
]);

/** A value announced for a later height. */
export const announcedValueSchema = z.strictObject({
  value: signedAmountSchema,
  fromHeight: countSchema,
  by: announcerSchema,
});

const parameterValueSchema = z.strictObject({ value: signedAmountSchema, next: announcedValueSchema.optional() });
export type ParameterValue = z.output<typeof parameterValueSchema>;

/** One parameter that was ever changed: its value, and the next one with the height from which it holds. */
export const parameterValues = defineTable("parameters/value/{parameter}", parameterValueSchema);

export const parameterSettingSchema = z.strictObject({
  unit: z.string().max(64),
  default: signedAmountSchema,
  least: signedAmountSchema,
  most: signedAmountSchema,
  owner: z.string().regex(/^(council:)?[a-z][a-z-]{0,31}$/),
  noticeBlocks: countSchema,
});
export type ParameterSetting = z.output<typeof parameterSettingSchema>;

/**
 * The settings of every parameter that a module in force has: written when the module joins or changes version, so that
 * handlers know them without the registry and auditors can prove them.
 */
export const parameterSettings = defineTable("parameters/setting/{parameter}", parameterSettingSchema);

export interface ParameterSettings {
  /** One sentence, with the source of the default where there is one. */
  readonly summary: string;
  /** What one unit of the number is, such as `basis points` or `ms`. */
  readonly unit: string;
  readonly default: bigint;
  readonly least: bigint;
  readonly most: bigint;
  /** Who may change it: a role, such as `issuer`, or a council by vote, such as `council:applications`. */
  readonly owner: string;
  /** How many blocks must pass between the announcement of a change and its effect. */
  readonly noticeBlocks: number;
}

export interface Parameter extends ParameterSettings {
  /** `module.name`. */
  readonly name: string;
  /** The value in force at the height of the state. */
  get(state: StateReader): bigint;
}

/** The parameters of a module, each name becoming `module.name`. */
export function defineParameters<const Settings extends Record<string, ParameterSettings>>(
  moduleName: string,
  settings: Settings,
): { readonly [Name in keyof Settings]: Parameter } {
  const parameters: Record<string, Parameter> = {};
  for (const [shortName, setting] of Object.entries(settings)) {
    const name = `${moduleName}.${shortName}`;
    assert(setting.least <= setting.default && setting.default <= setting.most, `${name}: the default is in range`);
    parameters[shortName] = { ...setting, name, get: (state) => parameterInForce(state, name) ?? setting.default };
  }
  return parameters as { readonly [Name in keyof Settings]: Parameter };
}

/** Writes the settings of parameters that come into force; a value outside a narrower range moves to its nearer end. */
export function recordParameterSettings(state: State, parameters: Iterable<Parameter>): void {
  for (const { name, unit, default: standard, least, most, owner, noticeBlocks } of parameters) {
    parameterSettings.put(state, name, { unit, default: standard, least, most, owner, noticeBlocks });
    const row = parameterValues.get(state, name);
    if (row === undefined) continue;
    const clamp = (value: bigint) => (value < least ? least : value > most ? most : value);
    const { value, next } = row;
    parameterValues.put(state, name, {
      value: clamp(value),
      ...(next && { next: { ...next, value: clamp(next.value) } }),
    });
  }
}

/** The value that a change put in force; nothing where the default still holds. */
export function parameterInForce(state: StateReader, name: string): bigint | undefined {
  const row = parameterValues.get(state, name);
  if (row?.next !== undefined && state.height >= row.next.fromHeight) return row.next.value;
  return row?.value;
}
