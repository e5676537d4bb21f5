// Devnets: well-known accounts whose keys anyone can derive, and the genesis file made for them.
import type { Account } from "#src/core/account.ts";
import { publicKeyOf } from "#src/crypto/ed25519.ts";
import type { Genesis } from "#src/machine/genesis.ts";
import type { DevnetNames, GenesisValidator } from "#src/machine/module.ts";
import type { Registry } from "#src/machine/registry.ts";
import { accountOf } from "#src/transaction/account.ts";
import { devnetSecretKey } from "#src/transaction/devnetKey.ts";

const commonAliases = [
  "alice",
  "bob",
  "carol",
  "governor",
  "issuer",
  "regulator",
  "custodian",
  "auditor",
  "price-feeder",
  "participant-bank",
] as const;

/** All aliases of a devnet with these modules, and the accounts they stand for. */
export function devnetNames(registry: Registry, timeMs: number): DevnetNames {
  const added = registry.modules.flatMap((module) => module.genesis?.devnetAliases ?? []);
  const aliases = [...new Set([...commonAliases, ...added])];
  const publicKeys = new Map<string, Uint8Array>();
  const accounts = new Map<string, Account>();
  const publicKey = (alias: string): Uint8Array => {
    const known = publicKeys.get(alias) ?? publicKeyOf(devnetSecretKey(alias));
    publicKeys.set(alias, known);
    return known;
  };
  const account = (alias: string): Account => {
    const known = accounts.get(alias) ?? accountOf({ threshold: 1, keys: [publicKey(alias)] }, new Uint8Array());
    accounts.set(alias, known);
    return known;
  };
  return { aliases, timeMs, account, publicKey };
}

/** The secret key of a devnet's validator; most devnets have the first alone. */
export function devnetValidatorKey(number = 1): Uint8Array {
  return devnetSecretKey(`validator-${number}`);
}

function devnetValidator(number: number): GenesisValidator {
  return { name: `validator-${number}`, publicKey: publicKeyOf(devnetValidatorKey(number)), power: 10n };
}

/** The genesis of a devnet, as its file would be read; of a testnet whose validators have keys of their own, too. */
export function devnetGenesis(
  registry: Registry,
  timeMs: number,
  validators: readonly GenesisValidator[] = [devnetValidator(1)],
): Genesis {
  const names = devnetNames(registry, timeMs);
  const modules: Record<string, unknown> = {};
  for (const { name, genesis } of registry.modules) if (genesis !== undefined) modules[name] = genesis.devnet(names);
  return {
    name: "kedge-devnet",
    devnet: true,
    timeMs,
    numeraire: "USD",
    validators: [...validators],
    aliases: names.aliases.map((alias) => ({ alias, account: names.account(alias) })),
    moduleVersions: registry.modules.map(({ name, version }) => ({ name, version })),
    modules,
  };
}
