// Refusals of the module `directory`: numbers 1430 to 1469.
import { defineRefusals, refusal } from "#src/core/refusal.ts";

export const refusals = defineRefusals("directory", {
  lifeTooLong: refusal<{ mostMs: number }>(1430, "invalid", "A proxy would hold longer than any may."),
  proxyTaken: refusal(1431, "conflict", "Another bank holds the proxy: it must be asked for it."),
  accountTaken: refusal(1432, "conflict", "Another proxy of the bank has the same account commitment."),
  bankFull: refusal<{ most: number }>(1433, "limit", "The bank has as many proxies and ports as it may have."),
  directoryFull: refusal<{ most: number }>(
    1434,
    "limit",
    "The directory has as many proxies and ports as it may have.",
  ),
  unknownProxy: refusal(1435, "unknown", "No bank has registered the proxy, or it has expired."),
  notHolder: refusal(1436, "unauthorised", "Only the bank that holds a proxy does this while it has not expired."),
  ownProxy: refusal(1437, "conflict", "The bank holds the proxy already."),
  portOpen: refusal<{ lapsesMs: number }>(1438, "conflict", "A bank asks for the proxy already."),
  unknownPort: refusal(1439, "unknown", "No bank asks for the proxy."),
  portLapsed: refusal<{ lapsesMs: number }>(1440, "conflict", "The port was not completed in time."),
  portTooEarly: refusal<{ dueMs: number }>(1441, "conflict", "The bank that holds the proxy may still answer."),
  notRequester: refusal(1442, "unauthorised", "Only the bank that asks for a proxy completes its port."),
  mayNotPublish: refusal(
    1443,
    "unauthorised",
    "Only banks, central banks of zones and regulators publish disclosure keys.",
  ),
  keyTimesWrong: refusal<{ latestMs: number }>(
    1444,
    "invalid",
    "A key ends after it begins and after now, and not later than any may.",
  ),
  keyWeak: refusal(1445, "invalid", "The key is a point of small order, with which everybody shares the same secret."),
  unknownKey: refusal(1446, "unknown", "The account has no disclosure key of this number, or it is no longer kept."),
  keyEnded: refusal<{ untilMs: number }>(1447, "conflict", "The key's validity has ended already."),
  unknownAccount: refusal(1448, "unknown", "The bank has no proxy with this account commitment."),
  proxyKept: refusal<{ untilMs: number }>(
    1449,
    "conflict",
    "The proxy has expired, and its last bank may still renew it.",
  ),
  portRefused: refusal<{ untilMs: number }>(
    1450,
    "conflict",
    "The holder has refused the bank's port: it waits to ask.",
  ),
});
