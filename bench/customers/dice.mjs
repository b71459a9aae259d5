// Chance that falls the same way for the same seed (sfc32, by Chris Doty-Humphrey).
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

export class Dice {
  constructor(seed) {
    [this.a, this.b, this.c, this.counter] = [0x9e3779b9, seed | 0, (seed / 2 ** 32) | 0, 1];
    for (let i = 0; i < 20; i++) this.bits();
  }
  bits() {
    const result = (this.a + this.b + this.counter++) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + result) | 0;
    return result >>> 0;
  }
  fraction() {
    return this.bits() / 2 ** 32;
  }
  // From 0, below n.
  below(n) {
    return Math.floor(this.fraction() * n);
  }
  // Both included.
  between(least, most) {
    return least + this.below(most - least + 1);
  }
  happens(chance) {
    return this.fraction() < chance;
  }
  oneOf(list) {
    return list[this.below(list.length)];
  }
  // Of `{ name: weight }`.
  weighed(weights) {
    let left = this.fraction() * Object.values(weights).reduce((sum, weight) => sum + weight, 0);
    for (const [name, weight] of Object.entries(weights)) if ((left -= weight) < 0) return name;
    return Object.keys(weights)[0];
  }
  // Small numbers often, large ones seldom.
  about(mean) {
    return Math.round(-Math.log(1 - this.fraction()) * mean);
  }
  identifier(length) {
    return Array.from({ length }, () => letters[this.below(64)]).join('');
  }
}
