import { crc32, deflateSync } from 'node:zlib';

/** A square of RGBA pixels as a PNG file (ISO/IEC 15948: signature, IHDR, IDAT, IEND). */
export function png(pixels: Uint8ClampedArray, size: number): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8); // 8 bits a channel, RGBA, the only compression, filters, not interlaced
  const rows = Array.from({ length: size }, (_, row) => [
    Buffer.from([0]), // each row unfiltered
    Buffer.from(pixels.buffer, pixels.byteOffset + row * size * 4, size * 4),
  ]);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows.flat()), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
