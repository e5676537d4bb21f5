// Names of payees as others may see them: the first letter of each word, and stars for the rest.
import { z } from "zod";

/** Stars tell little of a word's length. */
const starsMost = 4;
/** What follows is not shown at all. */
const wordsMost = 6;
/** Nobody is called by more. */
const nameLengthMost = 1_024;

/** Spaces, stars, what is not printed, and what turns the direction of text. */
const hidden =
  "\\u0000-\\u0020*\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f-\\u1160\\u180e\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u3000\\u3164\\ud800-\\udfff\\ufeff\\uffa0\\ufff0-\\uffff";
const word = `([^${hidden}]\\*{0,${starsMost}}|\\*{1,${starsMost}})`;
const lastWord = `[^${hidden}]?\\*{1,${starsMost}}`;
const pattern = new RegExp(`^(${word} ){0,${wordsMost - 1}}${lastWord}$`, "u");

/** One letter at most of each word, and stars; the check needs no tables of Unicode, which differ between platforms. */
export const maskedNameSchema = z
  .string()
  .max(wordsMost * (2 + starsMost + 1))
  .regex(pattern);

/**
 * A name as it is compared: compatibility forms composed, capitals, no marks of formatting, words that one space divides. Undefined
 * where no letter or digit is left. It asks the platform for Unicode's tables, so that it is for clients and not for the ledger.
 */
export function foldName(name: string): string | undefined {
  if (name.length > nameLengthMost) return undefined;
  const words = name
    .normalize("NFKC")
    .toUpperCase()
    .normalize("NFC")
    .replace(/\p{Cf}/gu, "");
  const folded = words
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((each) => each !== "")
    .join(" ");
  return /[\p{L}\p{N}]/u.test(folded) ? folded : undefined;
}

/** `Li Wei Ming` becomes `L* W** M***`; the last word always has a star, so that no name is shown whole. */
export function maskName(name: string): string | undefined {
  const folded = foldName(name);
  if (folded === undefined) return undefined;
  const words = folded.split(" ").slice(0, wordsMost);
  return words.map((each, at) => maskWord(each, at === words.length - 1)).join(" ");
}

function maskWord(text: string, isLast: boolean): string {
  // Marks belong to the letter before them: they are neither shown nor counted.
  const letters = [...text].filter((character) => !/\p{M}/u.test(character));
  const [first] = letters;
  const stars = Math.min(starsMost, letters.length - 1);
  if (first === undefined || (isLast && stars === 0)) return "*";
  return first + "*".repeat(stars);
}
