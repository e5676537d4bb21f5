// Which bytes are an Ed25519 key that proves anything, by the equation of the curve alone.

const prime = 2n ** 255n - 19n;
const curveD = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;

/** The y of the points of order one, two, four and eight. */
const smallOrderYs = new Set([
  0n,
  1n,
  prime - 1n,
  2707385501144840649318225287225658788936804267575313519463743609750303021894n,
  55188659117513257062467267217118295137698188065244968500265048394206261417927n,
]);

function power(base: bigint, exponent: bigint): bigint {
  let [result, square, left] = [1n, base % prime, exponent];
  while (left > 0n) {
    if (left & 1n) result = (result * square) % prime;
    square = (square * square) % prime;
    left >>= 1n;
  }
  return result;
}

/** x² = (y² - 1) / (d·y² + 1) must have a root; zero has only one, which the sign bit must not deny. */
export function isKey(bytes: Uint8Array): boolean {
  if (bytes.length !== 32) return false;
  const encoded = BigInt(`0x${Buffer.from(bytes).reverse().toString("hex")}`);
  const y = encoded & (2n ** 255n - 1n);
  if (y >= prime || smallOrderYs.has(y)) return false;
  const square = (y * y) % prime;
  const product = (square - 1n) * (curveD * square + 1n);
  return power(((product % prime) + prime) % prime, (prime - 1n) / 2n) === 1n;
}
