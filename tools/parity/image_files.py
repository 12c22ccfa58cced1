"""Image files of many kinds, written by Pillow or, where it writes none of a kind, by hand."""

import io
import struct
import zlib

import numpy as np
from PIL import Image, TiffImagePlugin

SIZES = [(17, 13), (30, 11), (11, 25), (24, 24), (33, 27)]


def picture(width, height, channels=3):
    """A gradient with hard edges and a little noise, the same in TypeScript."""
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(channels), indexing="ij")
    return ((x * 7 + y * 13 + c * 50 + ((x // 5 + y // 3) % 2) * 90 + (x * y * (c + 3)) % 11) % 256).astype(np.uint8)


def photo(width, height, seed=0):
    """Smooth, as photographs are: what JPEG keeps."""
    rng = np.random.default_rng(seed + width * 1000 + height)
    small = Image.fromarray(rng.integers(0, 256, (6, 6, 3), dtype=np.uint8))
    return small.resize((width, height), Image.BICUBIC)


def encoded(image, format, **options):
    file = io.BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def alpha_of(width, height):
    y, x = np.meshgrid(np.arange(height), np.arange(width), indexing="ij")
    alpha = (x * 255 // max(1, width - 1)).astype(np.uint8)
    alpha[: height // 4] = 0
    alpha[-height // 4 :] = 255
    return alpha


def rgba(width, height):
    return Image.fromarray(np.dstack([picture(width, height), alpha_of(width, height)]), "RGBA")


def gray_alpha(width, height):
    return Image.merge("LA", [Image.fromarray(picture(width, height)[:, :, 0]), Image.fromarray(alpha_of(width, height))])


def indexed(width, height, colors=16):
    return photo(width, height).quantize(colors, dither=0)


def jpegs():
    for i, size in enumerate(SIZES):
        image = photo(*size)
        for subsampling in ("4:4:4", "4:2:2", "4:2:0"):
            yield "jpeg", encoded(image, "JPEG", quality=60 + 8 * i, subsampling=subsampling)
        yield "jpeg", encoded(image, "JPEG", quality=85, progressive=True, optimize=True)
        yield "jpeg", encoded(image, "JPEG", quality=30, restart_marker_rows=1)
        yield "jpeg gray", encoded(image.convert("L"), "JPEG", quality=70 + i)
        yield "jpeg gray", encoded(image.convert("L"), "JPEG", quality=40 + i, progressive=True)
        yield "jpeg inks", encoded(image.convert("CMYK"), "JPEG", quality=75)
        yield "jpeg inks", encoded(Image.fromarray(picture(*size, 4), "CMYK"), "JPEG", quality=95)
    yield from turned(lambda image, exif: encoded(image, "JPEG", quality=90, exif=exif), "turned jpeg")


def turned(write, kind):
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        yield kind, write(photo(23, 17), exif)


def png_chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(rows, width, color_type, depth, chunks=()):
    """A PNG of packed rows without filters."""
    header = struct.pack(">IIBBBBB", width, len(rows), depth, color_type, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows), 9)
    parts = [(b"IHDR", header), *chunks, (b"IDAT", data), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(kind, data) for kind, data in parts)


def deep(width, height, channels):
    """16-bit samples whose low bytes count."""
    return picture(width, height, channels).astype(np.uint16) * 257 + picture(width, height, channels)[::-1] % 97


def packed(values, depth):
    """Rows of small numbers as bits, the first in the highest."""
    bits = np.unpackbits(values.astype(np.uint8)[:, :, None], axis=2)[:, :, 8 - depth :]
    return [np.packbits(row.reshape(-1)).tobytes() for row in bits]


def pngs():
    for size in SIZES:
        image = Image.fromarray(picture(*size))
        yield "png", encoded(image, "PNG")
        yield "png gray", encoded(image.convert("L"), "PNG")
        yield "png gray", encoded(image.convert("1"), "PNG")
        for depth in (2, 4):
            values = picture(*size)[:, :, 0] >> (8 - depth)
            yield "png gray", png(packed(values, depth), size[0], 0, depth)
        yield "png alpha", encoded(rgba(*size), "PNG")
        yield "png alpha", encoded(gray_alpha(*size), "PNG")
        for colors in (2, 4, 16, 200):
            yield "png palette", encoded(indexed(*size, colors), "PNG", bits=(colors - 1).bit_length())
        yield "png palette alpha", encoded(indexed(*size), "PNG", transparency=3)
        yield "png palette alpha", encoded(indexed(*size), "PNG", transparency=bytes(range(0, 240, 15)))
        color = tuple(picture(*size)[4, 4])
        yield "png color key", encoded(image, "PNG", transparency=tuple(int(c) for c in color))
        yield "png color key", encoded(image.convert("L"), "PNG", transparency=int(np.asarray(image.convert("L"))[3, 3]))
        for channels, color_type, kind in ((3, 2, "png 16-bit"), (4, 6, "png 16-bit"), (2, 4, "png 16-bit")):
            values = deep(*size, channels).astype(">u2")
            yield kind, png([row.tobytes() for row in values], size[0], color_type, 16)
        yield "png 16-bit gray", png([row.tobytes() for row in deep(*size, 1).astype(">u2")], size[0], 0, 16)
        gamma = [(b"gAMA", struct.pack(">I", 100000))]
        yield "png", png([row.tobytes() for row in picture(*size)], size[0], 2, 8, gamma)
    yield from turned(lambda image, exif: encoded(image, "PNG", exif=exif), "turned png")


def gifs():
    for size in SIZES:
        image = indexed(*size)
        yield "gif", encoded(image, "GIF")
        yield "gif", encoded(Image.fromarray(picture(*size)[:, :, 0]), "GIF")
        yield "gif alpha", encoded(image, "GIF", transparency=2)
        frames = [indexed(*size), photo(*size, seed=9).quantize(16)]
        yield "gif animated", encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=40)
        yield "gif animated", encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], transparency=1)
        small = bytearray(encoded(image, "GIF"))
        # A larger screen than the frame.
        small[6:10] = struct.pack("<HH", size[0] + 9, size[1] + 5)
        yield "gif small frame", bytes(small)


def webps():
    for i, size in enumerate(SIZES):
        image = photo(*size)
        yield "webp", encoded(image, "WEBP", quality=50 + 10 * i)
        yield "webp", encoded(Image.fromarray(picture(*size)), "WEBP", lossless=True)
        yield "webp alpha", encoded(rgba(*size), "WEBP", lossless=True, exact=True)
        yield "webp alpha", encoded(rgba(*size), "WEBP", quality=80)
        yield "webp animated", encoded(image, "WEBP", save_all=True, append_images=[photo(*size, seed=4)], quality=70)
    yield from turned(lambda image, exif: encoded(image, "WEBP", lossless=True, exif=exif), "turned webp")


def tiffs():
    for size in SIZES:
        image = Image.fromarray(picture(*size))
        for compression in (None, "tiff_lzw", "tiff_adobe_deflate", "packbits"):
            yield "tiff", encoded(image, "TIFF", compression=compression)
        yield "tiff", encoded(photo(*size), "TIFF", compression="jpeg", quality=80)
        yield "tiff gray", encoded(image.convert("L"), "TIFF")
        yield "tiff gray", encoded(image.convert("1"), "TIFF")
        yield "tiff gray", encoded(image.convert("1"), "TIFF", compression="group4")
        yield "tiff palette", encoded(indexed(*size), "TIFF")
        yield "tiff alpha", encoded(rgba(*size), "TIFF", compression="tiff_lzw")
        yield "tiff alpha", encoded(gray_alpha(*size), "TIFF")
        yield "tiff inks", encoded(Image.fromarray(picture(*size, 4), "CMYK"), "TIFF", compression="tiff_lzw")
        yield "tiff pages", encoded(image, "TIFF", save_all=True, append_images=[photo(*size)])
        yield "tiff", tiff_of(*size, picture(*size), 2, order=">")
        yield "tiff 16-bit", tiff_of(*size, deep(*size, 3), 2)
        yield "tiff 16-bit", tiff_of(*size, deep(*size, 3), 2, order=">")
        premultiplied = (np.asarray(rgba(*size)).astype(int) * np.asarray(rgba(*size))[:, :, 3:] // 255).astype(np.uint8)
        premultiplied[:, :, 3] = np.asarray(rgba(*size))[:, :, 3]
        yield "tiff premultiplied", tiff_of(*size, premultiplied, 2, [(338, 3, [1])])
        gray = Image.fromarray(deep(*size, 1)[:, :, 0])
        yield "tiff 16-bit gray", encoded(gray, "TIFF")
    yield from turned(tiff_turned, "turned tiff")


def tiff_of(width, height, values, photometric, extra=(), order="<"):
    """An uncompressed TIFF of one strip."""
    values = np.atleast_3d(values)
    data = values.astype(values.dtype.newbyteorder(order)).tobytes()
    channels, bits = values.shape[2], values.dtype.itemsize * 8
    fields = [(256, 4, [width]), (257, 4, [height]), (258, 3, [bits] * channels), (259, 3, [1]), (262, 3, [photometric]),
              (273, 4, [8]), (277, 3, [channels]), (278, 4, [height]), (279, 4, [len(data)]), *extra]
    directory = 8 + len(data) + len(data) % 2
    far = directory + 2 + 12 * len(fields) + 4
    entries, tail = b"", b""
    for tag, kind, numbers in fields:
        packed = b"".join(struct.pack(order + ("H" if kind == 3 else "I"), n) for n in numbers)
        if len(packed) > 4:
            packed, tail = struct.pack(order + "I", far + len(tail)), tail + packed
        entries += struct.pack(order + "HHI", tag, kind, len(numbers)) + packed.ljust(4, b"\0")
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", directory)
    body = data + b"\0" * (len(data) % 2)
    return head + body + struct.pack(order + "H", len(fields)) + entries + b"\0" * 4 + tail


def tiff_turned(image, exif):
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[0x0112] = exif[0x0112]
    return encoded(image, "TIFF", tiffinfo=tags)


def bmp(width, height, bits, pixels, after=b"", compression=0, colors=0, size_of_header=40, top_down=False):
    """A bitmap: the first 40 bytes of its header, more of it, masks or a palette (`after`), pixels."""
    offset = 14 + 40 + len(after)
    header = struct.pack("<IiiHHIIiiII", size_of_header, width, -height if top_down else height, 1, bits,
                         compression, len(pixels), 2835, 2835, colors, 0)
    return b"BM" + struct.pack("<IHHI", offset + len(pixels), 0, 0, offset) + header + after + pixels


def run_length(values):
    """RLE8, rows from the lowest up: runs, ends of rows, the end."""
    out = bytearray()
    for row in values[::-1]:
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and end - x < 255 and row[end] == row[x]:
                end += 1
            out += bytes([end - x, int(row[x])])
            x = end
        out += b"\0\0"
    return bytes(out[:-2] + b"\0\1")


def bmps():
    for size in SIZES:
        width, height = size
        image = Image.fromarray(picture(*size))
        yield "bmp", encoded(image, "BMP")
        yield "bmp gray", encoded(image.convert("L"), "BMP")
        yield "bmp gray", encoded(image.convert("1"), "BMP")
        yield "bmp palette", encoded(indexed(*size, 200), "BMP")
        yield "bmp alpha", encoded(rgba(*size), "BMP")
        wide = np.dstack([picture(*size)[:, :, ::-1], np.full((height, width), 77, np.uint8)])
        yield "bmp", bmp(width, height, 32, wide[::-1].tobytes())
        yield "bmp", bmp(width, height, 32, wide.tobytes(), top_down=True)
        halves = (picture(*size, 1)[:, :, 0].astype("<u2") * 201) & 0x7FFF
        padded = np.pad(halves[::-1], ((0, 0), (0, width % 2)))
        yield "bmp 16-bit", bmp(width, height, 16, padded.tobytes())
        masks = struct.pack("<III", 0xF800, 0x7E0, 0x1F)
        yield "bmp 16-bit", bmp(width, height, 16, padded.tobytes(), masks, compression=3)
        values = picture(*size)[:, :, 0] // 16
        palette = b"".join(bytes([i * 16, 255 - i * 9, i * 7, 0]) for i in range(16))
        yield "bmp runs", bmp(width, height, 8, run_length(values), palette, compression=1, colors=16)
        # A run, a step over pixels and a row, three pixels as they are; then a run a row.
        steps = bytes([4, 0x12, 0, 2, 1, 1, 0, 3, 0x34, 0x50, width - 8, 0x9A, 0, 0])
        steps += b"".join(bytes([width, 0x10 * (y % 16) + 3, 0, 0]) for y in range(height - 2)) + b"\0\1"
        yield "bmp runs", bmp(width, height, 4, steps, palette, compression=2, colors=16)
        named = struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000)
        colors = np.asarray(rgba(*size))[::-1, :, [2, 1, 0, 3]].tobytes()
        yield "bmp alpha", bmp(width, height, 32, colors, named + bytes(52), 3, size_of_header=108)


def portables():
    for size in SIZES:
        width, height = size
        image = Image.fromarray(picture(*size))
        yield "ppm", encoded(image, "PPM")
        yield "ppm gray", encoded(image.convert("L"), "PPM")
        yield "ppm gray", encoded(image.convert("1"), "PPM")
        words = " ".join(str(v) for v in picture(*size).reshape(-1))
        yield "ppm", f"P3\n# a comment\n{width} {height}\n255\n{words}\n".encode()
        digits = " ".join(str(v) for v in picture(*size)[:, :, 0].reshape(-1) % 32)
        yield "ppm gray", f"P2 {width} {height} 31\n{digits}\n".encode()
        bits = "".join(str(v) for v in picture(*size)[:, :, 0].reshape(-1) % 2)
        yield "ppm gray", f"P1\n{width} {height}\n{bits}\n".encode()
        low = picture(*size) % 100
        yield "ppm", f"P6 {width} {height} 99\n".encode() + low.tobytes()
        yield "ppm", f"P6 {width} {height} 65535\n".encode() + deep(*size, 3).astype(">u2").tobytes()
        yield "ppm 16-bit gray", f"P5 {width} {height} 65535\n".encode() + deep(*size, 1).astype(">u2").tobytes()


def all_files():
    for make in (jpegs, pngs, gifs, webps, tiffs, bmps, portables):
        yield from make()
