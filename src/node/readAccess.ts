// What the settings say about who may read: the register of readers, and what HTTPS is served with.
import { readFileSync } from "node:fs";
import type { ServerOptions } from "#src/api/options.ts";
import { type ReaderRegister, readerRegisterSchema } from "#src/api/readerRegister.ts";
import type { NodeConfig } from "./config.ts";
import { OperatorMistake } from "./operatorMistake.ts";

type AccessConfig = Pick<NodeConfig, "readScopes" | "readers" | "tlsCert" | "tlsKey" | "tlsClientCa" | "tlsClients">;

export function readAccess(config: AccessConfig): Pick<ServerOptions, "readers" | "tls"> {
  const tls = tlsOf(config);
  if (config.readScopes === "open") {
    // A register that holds nobody back would look like a protection.
    if (config.readers !== undefined) throw new OperatorMistake("--readers needs --read-scopes enforced");
    return tls;
  }
  return {
    ...tls,
    readers: config.readers === undefined ? readerRegisterSchema.parse({}) : registerAt(config.readers),
  };
}

function registerAt(path: string): ReaderRegister {
  try {
    return readerRegisterSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (cause) {
    throw new OperatorMistake(`${path} is no register of readers`, { cause });
  }
}

function tlsOf({ tlsCert, tlsKey, tlsClientCa, tlsClients }: AccessConfig): Pick<ServerOptions, "tls"> {
  if ((tlsCert === undefined) !== (tlsKey === undefined))
    throw new OperatorMistake("--tls-cert and --tls-key go together");
  if (tlsClientCa === undefined && tlsClients === "required")
    throw new OperatorMistake("--tls-clients required needs --tls-client-ca");
  if (tlsCert === undefined || tlsKey === undefined) {
    if (tlsClientCa !== undefined) throw new OperatorMistake("--tls-client-ca needs --tls-cert and --tls-key");
    return {};
  }
  const served = { cert: readFileSync(tlsCert), key: readFileSync(tlsKey) };
  if (tlsClientCa === undefined) return { tls: served };
  const ca = readFileSync(tlsClientCa);
  return { tls: { ...served, ca, requestCert: true, rejectUnauthorized: tlsClients === "required" } };
}
