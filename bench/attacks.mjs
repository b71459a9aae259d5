// What attackers send. A plan says how many connections there are, `connections`, kept up by opening as many as `batch`
// `every` ms; what each does: `begin(socket)`, `answered(socket)`, and `tick(socket)` each `tickEvery` ms; and for
// how many `seconds`. It runs in attacker.mjs; what it sends is made before or cheap, as it shares the processors.
import { gzipSync } from 'node:zlib';
import { searchTarget } from './serving.mjs';

const request = (target, ...headers) => [`GET ${target} HTTP/1.1`, 'Host: localhost', ...headers, '', ''].join('\r\n');
const post = (body, ...headers) => [`POST /api/v1/search HTTP/1.1`, 'Host: localhost', ...headers, '', body].join('\r\n');
const anyOf = (list) => list[Math.floor(Math.random() * list.length)];
const block = (line) => Buffer.from(line.repeat(Math.floor(65_536 / line.length)));

function inTurn(list) {
  let next = 0;
  return () => list[next++ % list.length];
}

// As fast as the server reads, but not faster than 3 MB a second and connection; whatever the server says.
const pour = (begin, more) => ({
  connections: 16,
  ignoresEnd: true,
  begin: (socket) => socket.write(begin),
  tickEvery: 20,
  tick: (socket) => { if (!socket.writableNeedDrain) socket.write(more); },
});

const backToBack = (connections, next) => ({
  connections,
  begin: (socket) => socket.write(next()),
  answered: (socket) => socket.write(next()),
});

const keyboards = ["qwertyuiop[]asdfghjkl;'zxcvbnm,.", 'йцукенгшщзхъфывапролджэячсмитьбю'];

function otherLayout(text) {
  return text.replace(/./gu, (letter) => {
    const from = keyboards.findIndex((keyboard) => keyboard.includes(letter));
    return from < 0 ? letter : keyboards[1 - from][keyboards[from].indexOf(letter)];
  });
}

// 1 KiB of pieces.
function kibibyte(piece) {
  let text = '';
  for (let left = 1024; ; ) {
    const next = piece();
    left -= Buffer.byteLength(next);
    if (left < 0) return text;
    text += next;
  }
}

function worstQueries(words) {
  const letters = [...new Set(words.join(''))];
  const letter = () => anyOf(letters);
  const nonsense = () => Array.from({ length: 8 }, letter).join('');
  return [
    () => kibibyte(() => `${nonsense()} `),
    () => kibibyte(() => `${anyOf(words)} `),
    () => kibibyte(() => `"${anyOf(words)} ${anyOf(words)}" `),
    () => `${anyOf(words)}${kibibyte(() => ` -${anyOf(words)}`)}`,
    () => kibibyte(letter),
    () => kibibyte(() => anyOf(words)),
    () => otherLayout(kibibyte(() => `${anyOf(words)} `)),
  ];
}

function tricks(largest) {
  const bomb = gzipSync(Buffer.alloc(48_000_000));
  const inflating = post('', 'Content-Encoding: gzip', `Content-Length: ${bomb.length}`);
  return [
    request(largest, `Range: bytes=${'0-,'.repeat(4000)}0-`),
    request(largest, `Range: bytes=${'9-9,'.repeat(3000)}9-9`),
    Buffer.concat([Buffer.from(inflating), bomb]),
    request(largest, `Accept-Encoding: ${'a,'.repeat(7000)}gzip`),
    request(largest, `Accept-Encoding: ${'br;q=0.1,'.repeat(1500)}br`),
    request(largest, 'Accept-Encoding: gzip, br'),
  ];
}

function smuggling() {
  const hidden = request('/healthz');
  return [
    post(`abcd${hidden}`, 'Content-Length: 4', 'Content-Length: 5'),
    post(`abcd${hidden}`, 'Content-Length: 4, 4'),
    post(`abcd${hidden}`, 'Content-Length: +4'),
    post(`abcd${hidden}`, 'Content-Length : 4'),
    post(`abcd${hidden}`, 'Content-Length: 0x4'),
    post(`abcd${hidden}`, 'Content-Length: 18446744073709551620'),
    post(`0\r\n\r\n${hidden}`, 'Content-Length: 5', 'Transfer-Encoding: chunked'),
    post(`0\r\n\r\n${hidden}`, 'Transfer-Encoding: xchunked', 'Content-Length: 5'),
    post(`0\r\n\r\n${hidden}`, 'Transfer-Encoding: chunked, identity'),
    post(`0\r\n\r\n${hidden}`, 'Transfer-Encoding:\tchunked'),
    post(`0\r\n\r\n${hidden}`, 'X: x\nTransfer-Encoding: chunked'),
    post(`FFFFFFFFFFFFFFFFF\r\n${hidden}`, 'Transfer-Encoding: chunked'),
    request('/healthz', 'Host: y'),
    request('/healthz', 'X: a', ' folded: b'),
    request('/healthz', 'X: a\0b'),
    request('/healthz\0/../ru/'),
    'GET /healthz HTTP/1.1\r\n\r\n',
    'GET /healthz HTTP/9.9\r\nHost: localhost\r\n\r\n',
    'GET /healthz\r\n\r\n',
    `GET /healthz HTTP/1.1\nHost: localhost\n\n${hidden}`,
  ];
}

const openings = 20_000;

// By name: a plan from what is known of the server's content, and for how many seconds it is to last.
export const attacks = {
  nothing: () => ({ connections: 0 }),
  'slow-headers': () => ({
    seconds: 12,
    connections: 1000,
    begin: (socket) => socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: '),
    tickEvery: 1000,
    tick: (socket) => socket.write('a'),
  }),
  'idle-connections': () => ({ connections: 1000 }),
  'never-reading': ({ largest }) => ({
    connections: 64,
    neverReads: true,
    begin: (socket) => socket.write(request(largest).repeat(500)),
    // Tells whether the server has closed, which a socket that is not read does not.
    tickEvery: 500,
    tick: (socket) => { if (!socket.writableNeedDrain) socket.write(request(largest)); },
  }),
  'endless-header': () => pour('GET /healthz HTTP/1.1\r\nHost: localhost\r\n', block(`X-More: ${'a'.repeat(118)}\r\n`)),
  'endless-body': () => pour(post('', 'Transfer-Encoding: chunked'), block(`400\r\n${'a'.repeat(1024)}\r\n`)),
  'huge-body': () => pour(post('', 'Content-Length: 1000000000000'), block('a')),
  // A crowd each second, which asks much the same.
  burst: ({ queries }) => {
    const next = inTurn(queries.slice(0, 20).map((query) => request(searchTarget(query))));
    return {
      connections: 500,
      batch: 500,
      every: 1000,
      allAnswered: true,
      begin: (socket) => socket.write(next()),
      answered: (socket) => socket.end(),
    };
  },
  'open-and-close': (_, seconds) => {
    const batch = Math.ceil(openings / (seconds * 20));
    const begin = (socket) => socket.on('connect', () => socket.destroy());
    return { connections: batch, batch, most: openings, begin };
  },
  'worst-queries': ({ words, lang }) => {
    const kind = inTurn(worstQueries(words));
    return backToBack(16, () => request(searchTarget({ lang, text: kind()() })));
  },
  tricks: ({ largest }) => backToBack(16, inTurn(tricks(largest))),
  smuggling: () => {
    const next = inTurn(smuggling());
    return { connections: 16, begin: (socket) => socket.end(next()) };
  },
  pipelined: ({ queries }) => {
    const step = 50;
    const search = inTurn(queries.map((query) => request(searchTarget(query))));
    const next = inTurn(Array.from({ length: 20 }, () => Buffer.from(Array.from({ length: step }, search).join(''))));
    return {
      connections: 8,
      begin: (socket) => { socket.write(next()); socket.write(next()); },
      answered: (socket) => { if (socket.answers % step === 0) socket.write(next()); },
    };
  },
  resets: () => ({
    connections: 64,
    begin: (socket) => {
      socket.write('GET /api/v1/search?q=');
      setTimeout(() => socket.resetAndDestroy(), 10);
    },
  }),
};
