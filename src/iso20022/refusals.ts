// Refusals of messages: each names the place in the document, so that whoever sent it can mend it.
import { defineRefusals, refusal } from "#src/core/refusal.ts";

/** Where, as a path of element names; a second and later occurrence carries its number: `/Document/PmtRtr/TxInf[2]/RtrId`. */
interface Place {
  readonly path: string;
}
type At<Details = unknown> = { readonly [Name in keyof (Place & Details)]: (Place & Details)[Name] };

export const refusals = defineRefusals("iso20022", {
  tooLarge: refusal<{ bytes: number; bytesMax: number }>(9000, "limit", "The message is larger than is taken."),
  notUtf8: refusal<{ reason: string }>(9001, "invalid", "The message is not UTF-8."),
  documentTypeDeclared: refusal(9002, "invalid", "The message declares a document type, which could define entities."),
  processingInstruction: refusal<{ target: string }>(
    9003,
    "invalid",
    "The message holds a processing instruction, which no message of the standard has.",
  ),
  tooDeep: refusal<At<{ depthMax: number }>>(9004, "limit", "Elements are nested deeper than in any message."),
  notWellFormed: refusal<{ reason: string }>(9005, "invalid", "The message is not well-formed XML."),
  trailingContent: refusal<{ reason: string }>(9006, "invalid", "Something follows the end of the message."),
  unknownMessage: refusal<At<{ namespace: string }>>(
    9007,
    "unknown",
    "The message is of a kind or version that is not read here.",
  ),
  wrongNamespace: refusal<At<{ namespace: string; expected: string }>>(
    9008,
    "invalid",
    "An element is of another namespace than its message.",
  ),
  unknownElement: refusal<At>(9009, "invalid", "The message has no such element at this place."),
  wrongOrder: refusal<At>(9010, "invalid", "An element stands after one that it must stand before."),
  tooMany: refusal<At<{ most: number }>>(9011, "invalid", "An element occurs more often than it may."),
  missing: refusal<At>(9012, "invalid", "An element that must be there is missing."),
  moreThanOneChoice: refusal<At>(9013, "invalid", "Two elements are given of which there may be only one."),
  unexpectedText: refusal<At>(9014, "invalid", "Text stands where only elements may."),
  unexpectedAttribute: refusal<At<{ attribute: string }>>(9015, "invalid", "An element has no such attribute."),
  tooLong: refusal<At<{ characters: number; charactersMax: number }>>(9016, "invalid", "A text is too long."),
  malformedValue: refusal<At<{ expected: string; value: string }>>(
    9017,
    "invalid",
    "A value has not the form it must have.",
  ),
  wrongCheckDigits: refusal<At<{ value: string }>>(9018, "invalid", "An identifier's check digits are wrong."),
  unknownCurrency: refusal<At<{ currency: string }>>(9019, "unknown", "A currency is not in the table of currencies."),
  tooManyDecimals: refusal<At<{ value: string; decimalsMax: number }>>(
    9020,
    "invalid",
    "An amount has more decimals than its currency, or than the standard can write.",
  ),
  amountTooLarge: refusal<At<{ digitsMax: number }>>(
    9021,
    "limit",
    "An amount has more digits than the standard can write.",
  ),
  headerNamesAnother: refusal<At<{ named: string; found: string }>>(
    9022,
    "conflict",
    "The header names another message than the one that follows it.",
  ),
  wrongCount: refusal<At<{ stated: string; counted: number }>>(
    9023,
    "conflict",
    "The message states another number of transactions than it holds.",
  ),
  wrongTotal: refusal<At<{ stated: string; summed: string }>>(
    9024,
    "conflict",
    "The message states another total than its transactions add up to.",
  ),
  balancesDoNotAddUp: refusal<At<{ openingUnits: bigint; entriesUnits: bigint; closingUnits: bigint }>>(
    9025,
    "conflict",
    "The opening balance and the entries do not add up to the closing balance.",
  ),
  sequenceGap: refusal<At<{ expected: bigint; found: bigint }>>(
    9026,
    "conflict",
    "A statement does not follow the one before it: its number must be the next.",
  ),
  openingIsNotClosing: refusal<At<{ closingUnits: bigint; openingUnits: bigint }>>(
    9027,
    "conflict",
    "A statement does not open with the balance with which the one before it closed.",
  ),
  anotherAccount: refusal<At>(
    9028,
    "conflict",
    "A statement, a balance or an entry is of another account or currency.",
  ),
  outsideProfile: refusal<At<{ rule: string }>>(
    9029,
    "invalid",
    "The message does not keep a rule of cross-border payments.",
  ),
});
