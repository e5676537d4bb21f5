// `kedge token issue`: the operator of a node says, offline, what somebody may read there.
import { defineCommand, defineGroup } from "#src/cli/command.ts";
import { issueToken } from "#src/node/issueToken.ts";

const issue = defineCommand({
  command: "issue",
  describe: "Make a token by which a node knows who reads",
  example:
    "token issue --role central-bank --currency CNY --network kedge-test --until 2027-01-31T00:00:00Z --key operator.pem",
  options: {
    role: { type: "string", demandOption: true, describe: "bank, central-bank or supervisor" },
    account: { type: "string", describe: "The bank's account" },
    currency: { type: "string", describe: "The central bank's currency" },
    network: { type: "string", demandOption: true, describe: "The network whose nodes take it" },
    until: { type: "string", demandOption: true, describe: "When it ends, such as 2027-01-31T00:00:00Z" },
    key: {
      type: "string",
      demandOption: true,
      describe: "The operator's Ed25519 key, PKCS #8 in PEM; its mode must be 600",
    },
  },
  async run({ key, role, account, currency, network, until }) {
    const issued = await issueToken({ role, account, currency, network, until, keyFile: key });
    return { text: issued.token, json: issued };
  },
});

export const token = defineGroup("token", "Tokens of readers", [issue]);
