// Who signs, and in whose name: keys of this machine, or on a devnet the names that everybody may sign for.
import { usageFailure } from "#src/cli/failure.ts";
import { keyFolder, keysOption, readKeystore } from "#src/cli/keys/keyFolder.ts";
import { secretReader } from "#src/cli/secrets.ts";
import type { Terminal } from "#src/cli/terminal.ts";
import { type Account, isAccount } from "#src/core/account.ts";
import { limits } from "#src/core/limits.ts";
import { unlockKey } from "#src/sdk/keys/keystore.ts";
import { importSigner, type Signer } from "#src/sdk/keys/signer.ts";
import { soleAccountOf } from "#src/sdk/wallet.ts";
import { devnetSecretKey } from "#src/transaction/devnetKey.ts";
import type { LedgerLink } from "./link.ts";

export const signerOptions = {
  from: {
    type: "string",
    array: true,
    describe: "A key of this machine, once for each that must sign; its passphrase is asked for",
    conflicts: "as",
  },
  as: { type: "string", describe: "On a devnet: sign as alice, bob, issuer and so on" },
  actor: { type: "string", describe: "In whose name [default: the account that the one key makes]" },
  ...keysOption,
} as const;

export interface SignerArguments {
  readonly from: readonly string[] | undefined;
  readonly as: string | undefined;
  readonly actor: string | undefined;
  readonly keys: string | undefined;
}

export interface Signers {
  readonly actor: Account;
  readonly signers: readonly Signer[];
}

export async function signersOf(args: SignerArguments, link: LedgerLink, terminal: Terminal): Promise<Signers> {
  const named = args.actor === undefined ? undefined : accountNamed(args.actor, link);
  if (args.as !== undefined) {
    const { account, signer } = devnetSigner(args.as, link);
    return { actor: named ?? account, signers: [signer] };
  }
  const { from = [] } = args;
  if (from.length === 0) throw usageFailure("say who signs: --from KEY, or on a devnet --as ALIAS");
  if (from.length > limits.transactionSignaturesMax) {
    throw usageFailure(`at most ${limits.transactionSignaturesMax} keys sign`);
  }
  if (from.length > 1 && named === undefined) throw usageFailure("several keys sign: say in whose name with --actor");
  const signers = await unlockKeys(keyFolder(args.keys, terminal), from, terminal);
  const [first] = signers;
  if (first === undefined) throw usageFailure("say who signs: --from KEY");
  return { actor: named ?? soleAccountOf(first), signers };
}

async function unlockKeys(folder: string, names: readonly string[], terminal: Terminal): Promise<readonly Signer[]> {
  const keystores = names.map((name) => ({ name, text: readKeystore(folder, name) }));
  const reader = secretReader(terminal);
  try {
    const signers: Signer[] = [];
    for (const { name, text } of keystores) {
      signers.push(await unlockKey(text, await reader.passphrase(`passphrase of ${name}`)));
    }
    return signers;
  } finally {
    reader.close();
  }
}

export interface KeyArguments {
  readonly from?: string | undefined;
  readonly as?: string | undefined;
  readonly keys?: string | undefined;
}

/** One key that signs for no account: of a meter, of a site. On a devnet anybody may name it; `example` says how it is called. */
export async function signerNamed(
  { from, as, keys }: KeyArguments,
  { network, isDevnet }: LedgerLink,
  terminal: Terminal,
  example: string,
): Promise<Signer> {
  if (as !== undefined) {
    if (!isDevnet) throw usageFailure(`${network} is no devnet: nobody signs by name there`);
    return importSigner(devnetSecretKey(as));
  }
  if (from === undefined) throw usageFailure(`say which key signs: --from KEY, or on a devnet --as ${example}`);
  const [signer] = await unlockKeys(keyFolder(keys, terminal), [from], terminal);
  if (signer === undefined) throw usageFailure("say which key signs: --from KEY");
  return signer;
}

/** An account as text, or one of a devnet by its name. */
export function accountNamed(text: string, { aliases }: Pick<LedgerLink, "aliases">): Account {
  const account = aliases.get(text) ?? text;
  if (isAccount(account)) return account;
  throw usageFailure(`${text} is no account`);
}

/** The keys of a devnet's accounts follow from their names, and protect nothing: elsewhere they are never used. */
function devnetSigner(alias: string, { network, isDevnet, aliases }: LedgerLink) {
  if (!isDevnet) throw usageFailure(`${network} is no devnet: nobody signs by name there`);
  const account = aliases.get(alias);
  if (account === undefined) {
    throw usageFailure(`${network} has no account ${alias}: it has ${[...aliases.keys()].join(", ")}`);
  }
  const signer = importSigner(devnetSecretKey(alias));
  if (account !== soleAccountOf(signer) || !isAccount(account)) {
    throw usageFailure(`the account ${alias} of ${network} has a key of its own`);
  }
  return { account, signer };
}
