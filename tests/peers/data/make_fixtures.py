#!/usr/bin/env python3
"""What Pillow and torchvision make of images, for the tests of images/resize, transforms/preprocess and images/image_files.

    python3 make_fixtures.py       # needs NumPy, Pillow < 13 and torchvision; rewrites the files beside it

pillow_resize.csv, pillow_resize_bicubic.csv    Image.resize: sizes, box, SHA-256 of the resulting planes
torchvision_color.csv    adjust_brightness, _contrast, _saturation, _hue: SHA-256 of the planes
torchvision_crops.csv    resized_crop, hflip: SHA-256 of the planes
pillow_rand_augment.csv  timm's operations (auto_augment.py) by ImageOps, ImageEnhance, transform and rotate: SHA-256 of the planes
torchvision_prepare.csv  Resize, CenterCrop, ToTensor, Normalize: SHA-256 of the float32 planes
images/, pillow_decode.csv  small files of many kinds, and the planes of Image.open(...).convert("RGB"), at full size and
                            as Image.draft() reduces them

Pillow resizes along rows first; Pillow 13 does some sizes the other way round where height and width change by different
factors, which moves pixels by one level. Published networks were trained before it, so it is refused here.

Test images follow from a seed (a linear congruential generator, see noise()), so that only hashes need storing.
"""
import csv
import hashlib
import os
import struct
import zlib

import numpy as np
import PIL
import torch
from PIL import Image, ImageEnhance, ImageOps
from torchvision import transforms
from torchvision.transforms import functional

HERE = os.path.dirname(os.path.abspath(__file__))
MEAN, STD = (0.5071, 0.4867, 0.4408), (0.2675, 0.2565, 0.2761)


def noise(seed, channels, height, width, extreme):
    """uint8 [channels, height, width]; `extreme` images are black and white."""
    state, values = seed, []
    for _ in range(channels * height * width):
        state = (state * 1664525 + 1013904223) % 2**32
        values.append(255 * (state >> 31) if extreme else state >> 24)
    return np.array(values, np.uint8).reshape(channels, height, width)


def picture(planes):
    return Image.fromarray(planes[0] if len(planes) == 1 else np.ascontiguousarray(planes.transpose(1, 2, 0)))


def planes_of(image):
    array = np.asarray(image)
    return array[None] if array.ndim == 2 else array.transpose(2, 0, 1)


def sha256(array):
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()


def write(name, header, rows):
    with open(os.path.join(HERE, name), "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def resize_cases(rng):
    """(channels, height, width, to_height, to_width, box)"""
    full = lambda h, w: (0, 0, w, h)
    for side in (96, 144, 160, 176, 224, 33, 31, 16, 7, 1):
        yield 3, 32, 32, side, side, full(32, 32)
    for height, width, to_height, to_width in (
            (28, 28, 32, 32), (150, 200, 48, 64), (97, 131, 40, 54), (1, 1, 5, 9), (1, 7, 3, 1), (64, 1, 9, 4),
            (20, 30, 20, 11), (20, 30, 7, 30), (20, 30, 20, 30), (2, 300, 5, 7), (5, 5, 200, 3)):
        yield 3, height, width, to_height, to_width, full(height, width)
    for _ in range(120):
        height, width, to_height, to_width = (int(v) for v in rng.integers(1, 70, 4))
        yield int(rng.choice([1, 3])), height, width, to_height, to_width, full(height, width)
    for _ in range(40):
        height, width, to_height, to_width = (int(v) for v in rng.integers(3, 50, 4))
        left, top = rng.uniform(0, width / 2), rng.uniform(0, height / 2)
        right, bottom = rng.uniform(width / 2 + 0.5, width), rng.uniform(height / 2 + 0.5, height)
        yield 3, height, width, to_height, to_width, tuple(round(float(v), 3) for v in (left, top, right, bottom))


def make_resize(filter, name):
    rows = []
    for seed, (channels, height, width, to_height, to_width, box) in enumerate(resize_cases(np.random.default_rng(1))):
        extreme = seed % 3 == 2
        image = picture(noise(seed, channels, height, width, extreme))
        resized = image.resize((to_width, to_height), filter, box=box)
        rows.append([seed, int(extreme), channels, height, width, to_height, to_width, *box, sha256(planes_of(resized))])
    write(name, ["seed", "extreme", "channels", "height", "width", "to_height", "to_width", "left", "top",
                                "right", "bottom", "sha256"], rows)


def make_prepare():
    rows = []
    rng = np.random.default_rng(2)
    cases = [(32, 32, 96, 1.0), (32, 32, 32, 1.0), (75, 100, 32, 0.875), (100, 75, 32, 0.875), (33, 47, 24, 0.9),
             (160, 120, 48, 0.875), (50, 50, 50, 0.5)]
    cases += [(*(int(v) for v in rng.integers(8, 90, 2)), int(rng.integers(4, 60)), float(rng.choice([1.0, 0.9, 0.875, 0.6])))
              for _ in range(40)]
    for seed, (height, width, size, crop) in enumerate(cases):
        # Half a pixel goes up, where Python's round() takes the even number.
        shorter = int(size / crop + 0.5)
        prepare = transforms.Compose([
            transforms.Resize(shorter), transforms.CenterCrop(size), transforms.ToTensor(),
            transforms.Normalize(MEAN, STD)])
        out = prepare(picture(noise(seed, 3, height, width, False)))
        assert out.dtype == torch.float32 and out.shape == (3, size, size)
        rows.append([seed, height, width, size, crop, sha256(out.numpy())])
    write("torchvision_prepare.csv", ["seed", "height", "width", "size", "crop", "sha256"], rows)


def smooth(height, width):
    y, x = np.mgrid[0:height, 0:width]
    return np.stack([40 + 5 * x, 30 + 7 * y, 200 - 3 * (x + y)]).clip(0, 255).astype(np.uint8)


def color_images():
    """(seed, image): noise, and one that is smooth and dull for seed -1."""
    yield -1, picture(smooth(20, 24))
    for seed in range(3):
        yield seed, picture(noise(seed, 3, 20, 24, seed == 2))


def make_color():
    rows = []
    for seed, image in color_images():
        for kind, amounts in (("brightness", (0, 0.3, 0.875, 1, 1.125, 1.9)), ("contrast", (0, 0.4, 1.6)),
                              ("saturation", (0, 0.5, 1.5)), ("hue", (-0.5, -0.21, 0.003, 0.1, 0.5))):
            for amount in amounts:
                changed = getattr(functional, f"adjust_{kind}")(image, amount)
                rows.append([seed, kind, amount, sha256(planes_of(changed))])
    write("torchvision_color.csv", ["seed", "kind", "amount", "sha256"], rows)


def make_crops():
    rows = []
    rng = np.random.default_rng(4)
    for seed in range(40):
        height, width, size = (int(v) for v in rng.integers(20, 70, 3))
        crop_height, crop_width = int(rng.integers(1, height + 1)), int(rng.integers(1, width + 1))
        top, left = int(rng.integers(0, height - crop_height + 1)), int(rng.integers(0, width - crop_width + 1))
        mirrored, bicubic = seed % 2, seed // 2 % 2
        filter = transforms.InterpolationMode.BICUBIC if bicubic else transforms.InterpolationMode.BILINEAR
        image = functional.resized_crop(picture(noise(seed, 3, height, width, False)), top, left, crop_height, crop_width,
                                        [size, size], filter)
        image = functional.hflip(image) if mirrored else image
        rows.append([seed, height, width, size, top, left, crop_height, crop_width, mirrored, bicubic,
                     sha256(planes_of(image))])
    write("torchvision_crops.csv", ["seed", "height", "width", "size", "top", "left", "crop_height", "crop_width",
                                    "mirrored", "bicubic", "sha256"], rows)


def make_rand_augment():
    fill = (128, 128, 128)
    affine = lambda image, *matrix: image.transform(image.size, Image.AFFINE, matrix, resample=Image.BILINEAR,
                                                    fillcolor=fill)
    enhance = lambda m: m / 10 * 1.8 + 0.1
    operations = [  # by timm's names and levels; the magnitude has its sign
        lambda i, m: ImageOps.autocontrast(i),
        lambda i, m: ImageOps.equalize(i),
        lambda i, m: ImageOps.invert(i),
        lambda i, m: i.rotate(m / 10 * 30, resample=Image.BILINEAR, fillcolor=fill),
        lambda i, m: ImageOps.posterize(i, int(m / 10 * 4)) if int(m / 10 * 4) else i.point(lambda _: 0),
        lambda i, m: ImageOps.solarize(i, min(256, int(m / 10 * 256))),
        lambda i, m: i.point([min(255, v + min(128, int(m / 10 * 110))) if v < 128 else v for v in range(256)] * 3),
        lambda i, m: ImageEnhance.Color(i).enhance(enhance(m)),
        lambda i, m: ImageEnhance.Contrast(i).enhance(enhance(m)),
        lambda i, m: ImageEnhance.Brightness(i).enhance(enhance(m)),
        lambda i, m: ImageEnhance.Sharpness(i).enhance(enhance(m)),
        lambda i, m: affine(i, 1, m / 10 * 0.3, 0, 0, 1, 0),
        lambda i, m: affine(i, 1, 0, 0, m / 10 * 0.3, 1, 0),
        lambda i, m: affine(i, 1, 0, m / 10 * 0.45 * i.size[0], 0, 1, 0),
        lambda i, m: affine(i, 1, 0, 0, 0, 1, m / 10 * 0.45 * i.size[1])]
    signed = (3, 11, 12, 13, 14)
    rows = []
    for seed, image in color_images():
        for number, operation in enumerate(operations):
            for magnitude in (0, 3.7, 9, 10):
                for reversed in (0, 1) if number in signed else (0,):
                    changed = operation(image, -magnitude if reversed else magnitude)
                    rows.append([seed, number, magnitude, reversed, sha256(planes_of(changed))])
    write("pillow_rand_augment.csv", ["seed", "operation", "magnitude", "reversed", "sha256"], rows)


def make_images():
    folder = os.path.join(HERE, "images")
    # Smooth, so that JPEG keeps it.
    y, x = np.mgrid[0:19, 0:26]
    smooth = np.stack([10 * x, 13 * y, 255 - 5 * (x + y)]).clip(0, 255).astype(np.uint8)
    rgb = picture(smooth)
    turned = Image.Exif()
    turned[0x0112] = 6  # orientation: turned by a quarter
    alpha = rgb.copy()
    alpha.putalpha(picture(smooth[1:2]))
    rgb.save(os.path.join(folder, "colour.jpg"), quality=90)
    rgb.save(os.path.join(folder, "colour444.jpg"), quality=95, subsampling=0)
    rgb.save(os.path.join(folder, "progressive.jpg"), quality=80, progressive=True)
    rgb.save(os.path.join(folder, "turned.jpg"), quality=90, exif=turned)
    rgb.convert("L").save(os.path.join(folder, "grey.jpg"), quality=90)
    rgb.convert("CMYK").save(os.path.join(folder, "cmyk.jpg"), quality=90)
    rgb.save(os.path.join(folder, "colour.png"))
    rgb.convert("L").save(os.path.join(folder, "grey.png"))
    rgb.quantize(16).save(os.path.join(folder, "palette.png"))
    alpha.save(os.path.join(folder, "alpha.png"))
    rgb.convert("1").save(os.path.join(folder, "bilevel.png"))
    alpha.convert("LA").save(os.path.join(folder, "grey_alpha.png"))
    write_png16(os.path.join(folder, "deep.png"), 257 * smooth.astype(np.uint16) + 128)
    rows = []
    for name in sorted(os.listdir(folder)):
        for divisor in (1, 2, 4, 8) if name.endswith(".jpg") else (1,):
            image = Image.open(os.path.join(folder, name))
            image.draft(None, (image.width // divisor, image.height // divisor))
            planes = planes_of(image.convert("RGB"))
            rows.append([name, divisor, planes.shape[1], planes.shape[2], sha256(planes)])
    write("pillow_decode.csv", ["file", "divisor", "height", "width", "sha256"], rows)


def write_png16(path, planes):
    """RGB of 16 bits, which Pillow reads but does not write."""
    _, height, width = planes.shape
    lines = b"".join(b"\0" + row.tobytes() for row in planes.transpose(1, 2, 0).astype(">u2"))
    chunk = lambda kind, body: struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0)) +
                   chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b""))


if __name__ == "__main__":
    assert int(PIL.__version__.split(".")[0]) < 13, PIL.__version__
    os.makedirs(os.path.join(HERE, "images"), exist_ok=True)
    make_resize(Image.Resampling.BILINEAR, "pillow_resize.csv")
    make_resize(Image.Resampling.BICUBIC, "pillow_resize_bicubic.csv")
    make_prepare()
    make_color()
    make_crops()
    make_rand_augment()
    make_images()
