// The module `directory`: payees found by proxies, with masked names, and keys for what is sealed to banks.
import { defineModule } from "#src/machine/module.ts";
import { events } from "./events.ts";
import { accountsLeadToPayees, holdingsEqualRows, keysAreFew, portsNameHeldProxies } from "./invariants.ts";
import { answerPort } from "./messages/answerPort.ts";
import { completePort } from "./messages/completePort.ts";
import { publishDisclosureKey } from "./messages/publishDisclosureKey.ts";
import { registerProxy } from "./messages/registerProxy.ts";
import { requestPort } from "./messages/requestPort.ts";
import { revokeDisclosureKey } from "./messages/revokeDisclosureKey.ts";
import { withdrawProxy } from "./messages/withdrawProxy.ts";
import { parameters } from "./parameters.ts";
import { disclosureKey } from "./queries/disclosureKey.ts";
import { disclosureKeys } from "./queries/disclosureKeys.ts";
import { holding } from "./queries/holding.ts";
import { payee } from "./queries/payee.ts";
import { payeeCheck } from "./queries/payeeCheck.ts";
import { payeeOfAccount } from "./queries/payeeOfAccount.ts";
import { port } from "./queries/port.ts";
import { refusals } from "./refusals.ts";
import * as tables from "./tables.ts";

export const directory = defineModule({
  name: "directory",
  version: 1,
  summary:
    "Payees found by proxies that nobody reads, with masked names; keys to which banks seal what is confidential.",
  after: ["authority", "corridors"],
  tables: {
    payees: tables.payees,
    accounts: tables.accounts,
    ports: tables.ports,
    refusedPorts: tables.refusedPorts,
    holdings: tables.holdings,
    totals: tables.totals,
    disclosureKeys: tables.disclosureKeys,
    newestKeys: tables.newestKeys,
  },
  messages: {
    registerProxy,
    requestPort,
    answerPort,
    completePort,
    withdrawProxy,
    publishDisclosureKey,
    revokeDisclosureKey,
  },
  queries: { payee, payeeOfAccount, payeeCheck, port, holding, disclosureKey, disclosureKeys },
  events,
  refusals,
  parameters,
  invariants: { holdingsEqualRows, accountsLeadToPayees, portsNameHeldProxies, keysAreFew },
});
