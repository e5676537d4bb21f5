// `kedge payee`: what a bank hashes and masks before it registers or looks up a payee; nothing is sent.
import { defineCommand, defineGroup } from "#src/cli/command.ts";
import { usageFailure } from "#src/cli/failure.ts";
import { readSecretFile } from "#src/cli/secrets.ts";
import { maskName } from "#src/core/maskedName.ts";
import { bytesToHex, hexToBytes } from "#src/crypto/hex.ts";
import { payeeNameHash, proxyKey } from "#src/sdk/payees.ts";

const hash = defineCommand({
  command: "hash <value>",
  describe: "Print the key of a proxy, and the mask and hash of a name, for the directory",
  example: 'payee hash +8613800138000 --kind phone --name "Li Wei Ming" --secret directory.secret',
  positionals: {
    value: { type: "string", demandOption: true, describe: "A phone number, an e-mail address, a registration" },
  },
  options: {
    kind: { choices: ["phone", "email", "registration"] as const, default: "phone" as const, describe: "What it is" },
    name: { type: "string", describe: "The payee's name, as its bank knows it or as the payer typed it" },
    secret: {
      type: "string",
      demandOption: true,
      describe: "A file with the directory's secret in hex; its mode must be 600",
    },
  },
  async run({ value, kind, name, secret: file }) {
    const text = readSecretFile(file).trim();
    if (!/^([0-9a-f]{2}){32,64}$/.test(text)) throw usageFailure("the directory's secret is 32 to 64 bytes in hex");
    const secret = hexToBytes(text);
    const key = await proxyKey(secret, kind, value).catch((reason: unknown) => {
      throw usageFailure(reason instanceof RangeError ? reason.message : String(reason));
    });
    const proxy = bytesToHex(key);
    if (name === undefined) return { text: `proxy  ${proxy}`, json: { proxy } };
    const maskedName = maskName(name);
    if (maskedName === undefined) throw usageFailure("that is no name");
    const nameHash = bytesToHex(payeeNameHash(secret, key, name));
    return {
      text: [`proxy  ${proxy}`, `name   ${maskedName}`, `hash   ${nameHash}`].join("\n"),
      json: { proxy, maskedName, nameHash },
    };
  },
});

export const payee = defineGroup("payee", "Payees as the directory knows them", [hash]);
