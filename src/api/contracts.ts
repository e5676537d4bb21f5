// What outsiders rely on, as files: the OpenAPI document, the modules with their schemas, what clients carry, the errors.
import { Fault } from "#src/core/assert.ts";
import type { Genesis } from "#src/machine/genesis.ts";
import type { Registry } from "#src/machine/registry.ts";
import { clientContract } from "./clientContract.ts";
import { describeModules } from "./moduleDescription.ts";
import { errorCatalogue } from "./problems.ts";
import { createServer } from "./server.ts";
import type { LedgerService } from "./service.ts";
import { stableJson } from "./stableJson.ts";

/** The files by name: the same modules always give the same texts. */
export async function contractFiles(registry: Registry): Promise<Readonly<Record<string, string>>> {
  const server = await createServer({ service: describedLedger(registry) });
  try {
    return {
      "openapi.json": stableJson(server.swagger()),
      "modules.json": stableJson({ modules: describeModules(registry) }),
      "client.json": stableJson(clientContract(registry)),
      "errors.json": stableJson({ errors: errorCatalogue(registry) }),
    };
  } finally {
    await server.close();
  }
}

/** A ledger that can be described and nothing else. */
function describedLedger(registry: Registry): LedgerService {
  const absent = () => {
    throw new Fault("this ledger exists to be described only");
  };
  const genesis: Genesis = {
    name: "described",
    devnet: false,
    timeMs: 0,
    numeraire: "USD",
    validators: [],
    aliases: [],
    moduleVersions: [],
    modules: {},
  };
  return {
    network: "described",
    engine: "single",
    genesis,
    registry: () => registry,
    isReady: () => false,
    devnetSigner: undefined,
    advanceClock: undefined,
    head: absent,
    submit: absent,
    transaction: absent,
    block: absent,
    lightBlock: absent,
    reader: absent,
    prove: absent,
    events: absent,
    backup: absent,
  };
}
