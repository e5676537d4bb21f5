// Who signs, and in whose name: keys of this machine, or on a devnet the names that everybody may sign for.
import { usageFailure } from "#src/cli/failure.ts";
import type { Terminal } from "#src/cli/terminal.ts";
import { type Account, isAccount } from "#src/core/account.ts";
import { importSigner, type Signer } from "#src/sdk/keys/signer.ts";
import { soleAccountOf } from "#src/sdk/wallet.ts";
import { devnetSecretKey } from "#src/transaction/devnetKey.ts";
import type { LedgerLink } from "./link.ts";

export const signerOptions = {
  as: { type: "string", describe: "On a devnet: sign as alice, bob, issuer and so on", conflicts: "from" },
  actor: { type: "string", describe: "In whose name [default: the account of the key]" },
} as const;

export interface SignerArguments {
  readonly as: string | undefined;
  readonly actor: string | undefined;
}

export interface Signers {
  readonly actor: Account;
  readonly signers: readonly Signer[];
}

export async function signersOf(args: SignerArguments, link: LedgerLink, _terminal: Terminal): Promise<Signers> {
  const named = args.actor === undefined ? undefined : accountNamed(args.actor, link);
  if (args.as !== undefined) {
    const { account, signer } = devnetSigner(args.as, link);
    return { actor: named ?? account, signers: [signer] };
  }
  throw usageFailure("say who signs: --from KEY, or on a devnet --as ALIAS");
}

/** An account as text, or one of a devnet by its name. */
function accountNamed(text: string, { aliases }: LedgerLink): Account {
  const account = aliases.get(text) ?? text;
  if (isAccount(account)) return account;
  throw usageFailure(`${text} is no account`);
}

/** The keys of a devnet's accounts follow from their names, and protect nothing: elsewhere they are never used. */
function devnetSigner(alias: string, { network, isDevnet, aliases }: LedgerLink) {
  if (!isDevnet) throw usageFailure(`${network} is no devnet: nobody signs by name there`);
  const account = aliases.get(alias);
  const signer = importSigner(devnetSecretKey(alias));
  if (account === undefined)
    throw usageFailure(`${network} has no account ${alias}: it has ${[...aliases.keys()].join(", ")}`);
  if (account !== soleAccountOf(signer) || !isAccount(account)) {
    throw usageFailure(`the account ${alias} of ${network} has a key of its own`);
  }
  return { account, signer };
}
