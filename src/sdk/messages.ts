// Messages by module and verb, checked against the contract that this client carries and encoded at once.
import contractFile from "#contracts/client.json" with { type: "json" };
import { type ContentSchema, contentEncoder } from "./contentCodec.ts";
import type { ContentOf, MessageType, ModuleName, VerbOf } from "./definitions.ts";
import { UnknownMessageError } from "./errors.ts";
import { withUnits } from "./money.ts";

interface Contract {
  readonly messages: Readonly<Record<string, { readonly schemaHash: string; readonly schema: ContentSchema }>>;
  readonly provedKeys: Readonly<Record<string, string>>;
}

/** What this client was built with. */
export const contract: Contract = contractFile;

/** A message whose content has the form that the ledger asks for; `Type` carries the type of its answer. */
export interface Message<Type extends MessageType = MessageType> {
  readonly type: Type;
  /** As it will stand in the body that is signed. */
  readonly contentBytes: Uint8Array;
  /** Of the schema by which it was encoded: a ledger with another one must not be sent these bytes. */
  readonly schemaHash: string;
}

export type MessageBuilders = {
  readonly [Owner in ModuleName]: {
    readonly [Verb in VerbOf<Owner>]: <Currency extends string>(
      content: ContentOf<`${Owner}/${Verb}` & MessageType, Currency>,
    ) => Message<`${Owner}/${Verb}` & MessageType>;
  };
};

/** `messages.settlement.pay({ to, currency, amount })`; throws a ContentError or a MoneyError. */
export const messages: MessageBuilders = buildersOf(contract);

/** The same by name, for programs whose messages come from elsewhere. */
export function messageOf(type: string, content: unknown): Message {
  return encoderOf(type)(content);
}

const encoders = new Map<string, (content: unknown) => Message>();

function encoderOf(type: string): (content: unknown) => Message {
  const known = encoders.get(type);
  if (known !== undefined) return known;
  const described = Object.hasOwn(contract.messages, type) ? contract.messages[type] : undefined;
  if (described === undefined) throw new UnknownMessageError(type, "absent in this client");
  const encode = contentEncoder(described.schema);
  const { schemaHash } = described;
  const encoder = (content: unknown): Message => ({
    type: type as MessageType,
    contentBytes: encode(withUnits(content)),
    schemaHash,
  });
  encoders.set(type, encoder);
  return encoder;
}

function buildersOf({ messages: described }: Contract): MessageBuilders {
  const builders: Record<string, Record<string, (content: unknown) => Message>> = {};
  for (const type of Object.keys(described)) {
    const [owner = "", verb = ""] = type.split("/");
    builders[owner] = { ...builders[owner], [verb]: (content) => messageOf(type, content) };
  }
  return builders as unknown as MessageBuilders;
}
