// What `kedge gateway` and its statements both need to be told.
import type { Context } from "#src/cli/command.ts";
import { parseDurationMs } from "#src/cli/durations.ts";
import type { Gateway } from "#src/cli/gateway/gateway.ts";
import { urlOption } from "#src/cli/http.ts";

export const gatewayOptions = {
  ...urlOption,
  bank: {
    type: "string",
    demandOption: true,
    describe: "The JSON file of the bank: BIC, account, keys, counterparties",
  },
  folder: { type: "string", demandOption: true, describe: "The folder with in, out, done, rejected and journal" },
  corridor: { type: "string", describe: "For banks of other zones, where several corridors lead there" },
  "prepared-for": { type: "string", default: "60m", describe: "How long a bank of another zone may take to decide" },
  "valid-for": { type: "string", default: "2m", describe: "How long the ledger may take a payment" },
} as const;

export interface GatewayArguments {
  readonly url: string;
  readonly bank: string;
  readonly folder: string;
  readonly corridor: string | undefined;
  readonly "prepared-for": string;
  readonly "valid-for": string;
}

export async function openFrom(args: GatewayArguments, { terminal, progress }: Context): Promise<Gateway> {
  const { openGateway } = await import("#src/cli/gateway/gateway.ts");
  const { url, bank: bankPath, folder, corridor } = args;
  const validForMs = parseDurationMs(args["valid-for"]);
  const preparedForMs = parseDurationMs(args["prepared-for"]);
  return openGateway({ url, bankPath, folder, corridor, validForMs, preparedForMs, terminal, progress });
}
