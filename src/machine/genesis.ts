// Genesis: the readable file from which a network's first state and its name follow.
import { z } from "zod";
import { codecOf } from "#src/core/form.ts";
import { limits } from "#src/core/limits.ts";
import { accountSchema, positiveAmountSchema, publicKeySchema, timeMsSchema } from "#src/core/schemas.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import type { State } from "#src/state/view.ts";
import type { Registry } from "./registry.ts";
import { type ModuleVersions, modulesMax, moduleVersionSchema } from "./versions.ts";

const aliasSchema = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/);

/** What every genesis file says, besides one part for each module. */
const commonShape = {
  /** The network's name; its full identity adds the hash of this file. */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/),
  /** A devnet may be signed for by its own node and labels its prices as replayed. */
  devnet: z.boolean(),
  timeMs: timeMsSchema,
  /** The currency in which prices and values are expressed: a unit of account, not money on the ledger. */
  numeraire: z.string().regex(/^[A-Z]{3}$/),
  validators: z
    .array(z.strictObject({ name: aliasSchema, publicKey: publicKeySchema, power: positiveAmountSchema }))
    .min(1)
    .max(limits.validatorsMax),
  /** On a devnet, names that stand for accounts wherever one is expected. */
  aliases: z.array(z.strictObject({ alias: aliasSchema, account: accountSchema })).max(1_000),
  /** What the network begins with: a later program, with more modules, must begin it in the same way. */
  moduleVersions: z.array(moduleVersionSchema).min(1).max(modulesMax),
} as const;

export type Genesis = z.output<z.ZodObject<typeof commonShape>> & {
  readonly modules: Readonly<Record<string, unknown>>;
};

/** The schema of the whole file for one set of modules; a module without a genesis part may not appear. */
export function genesisSchemaOf(registry: Registry) {
  const parts: Record<string, z.ZodType> = {};
  for (const { name, genesis } of registry.modules) if (genesis !== undefined) parts[name] = genesis.schema;
  return z.strictObject({ ...commonShape, modules: z.strictObject(parts) });
}

/** Reads a genesis file's parsed JSON; throws zod's error, which names every wrong place. */
export function parseGenesis(versions: ModuleVersions, json: unknown): Genesis {
  const { moduleVersions } = z.object({ moduleVersions: commonShape.moduleVersions }).parse(json);
  return genesisSchemaOf(versions.registryOf(moduleVersions)).parse(json) as Genesis;
}

/** `name-` and the first eight bytes of the hash of the file's canonical encoding: also the chain id. */
export function networkOf(registry: Registry, genesis: Genesis): string {
  const hash = sha256(codecOf(genesisSchemaOf(registry)).encode(genesis as never));
  return `${genesis.name}-${bytesToHex(hash.subarray(0, 8))}`;
}

export function initialiseState(state: State, registry: Registry, versions: ModuleVersions, genesis: Genesis): void {
  versions.recordGenesis(state, registry);
  for (const { name, genesis: part } of registry.modules)
    part?.initialise(state, genesis.modules[name], genesis.validators);
}
