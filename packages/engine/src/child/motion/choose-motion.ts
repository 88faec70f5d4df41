import type { Motion } from './moves.js';

/** What a prompt's words ask for: what the subject does, before what the subject is. */
const DOING: [Motion, RegExp][] = [
  ['bounce', /\b(bounc|jump|hop(s|ping)\b|leap|skip(s|ping)\b)/],
  ['dance', /\b(danc|celebrat|party|partying|cheer|walk|march|run(s|ning)\b)/],
  ['spin', /\b(spin|spun\b|rotat|turning|twirl|whirl|roll(s|ing)\b|tumbl)/],
  ['float', /\b(float|fly(ing)?\b|flies\b|hover|levitat|drift|swim|soar|falling)/],
  ['pulse', /\b(beat(s|ing)\b|puls|throb|blink|glow|flash|twinkl|shining)/],
  ['shake', /\b(shak|shiver|trembl|vibrat|angry|furious|ringing|scared\b|freezing)/],
  ['sway', /\b(sway|swing|wav(es?|ing)\b|wobbl|wiggl|nod(s|ding)?\b|rock(s|ing)\b)/],
  ['zoom', /\b(zoom|approach|growing|closer)/],
  ['breathe', /\b(breath|sleep|calm|rest(s|ing)\b)/],
  ['none', /\b(motionless|still life|standing still)\b/],
];
const BEING: [Motion, RegExp][] = [
  ['pulse', /\b(hearts?|stars?|light bulb|bulb|sparkles?|sun|fire|flame)\b/],
  [
    'float',
    /\b(ghosts?|rockets?|balloons?|clouds?|fish|whales?|dolphins?|planes?|airplanes?|ufo|birds?|octopus|jellyfish|butterfly|angel|moon|planet|satellite|helicopter|bubbles?|bat|owl|bee|dragon)\b/,
  ],
  [
    'sway',
    /\b(trees?|flowers?|tulip|rose|sunflower|cactus|plants?|palm|herb|leaf|leaves|flag|bells?|candle|seedling)\b/,
  ],
  ['bounce', /\b(balls?|football|basketball|frogs?|rabbits?|bunny|kangaroo|slime|chick)\b/],
  ['spin', /\b(wheels?|pinwheel|gear|fan|compass|cd|disc|globe|yin yang)\b/],
  ['shake', /\b(alarm|phones?|drums?|earthquake)\b/],
];

/** The motion that a prompt asks for; when it does not, the one that suits most things. */
export function chooseMotion(prompt: string): Motion {
  const text = prompt.toLowerCase();
  for (const [motion, words] of [...DOING, ...BEING]) if (words.test(text)) return motion;
  return 'breathe';
}

/** Words that say how something moves and nothing of how it looks: the model would try to draw them. */
const ONLY_MOTION =
  /\b(bounc|jump|hopp|leap|spinn|rotat|twirl|whirl|tumbl|float|hover|levitat|drift|puls|pulsat|throbb|shak|shiver|trembl|vibrat|sway|swing|wobbl|wiggl|zoom|breath)ing( (up and down|around|softly|gently|slowly|quickly|happily))?\b/gi;

/** What is left of a prompt to be drawn. */
export function withoutMotion(prompt: string): string {
  const still = prompt.replace(ONLY_MOTION, ' ');
  return /[\p{L}\p{N}]{2}/u.test(still) ? still : prompt;
}
