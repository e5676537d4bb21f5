// Check digits of ISO 7064 MOD 97-10, by which a mistyped IBAN or LEI is known.

/** The remainder by 97 of letters and digits read as a number, A being 10 and Z 35. */
function remainder97(text: string): number {
  let remainder = 0;
  for (const character of text) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder;
}

export function hasIbanCheckDigits(iban: string): boolean {
  return remainder97(iban.slice(4) + iban.slice(0, 4)) === 1;
}

export function hasLeiCheckDigits(lei: string): boolean {
  return remainder97(lei) === 1;
}
