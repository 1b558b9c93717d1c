"""Write the program's icon in the sizes that Windows shows: icon.py SVG ICO."""

import sys
from io import BytesIO

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (256, 128, 64, 48, 40, 32, 24, 20, 16)


def drawn(svg: str, size: int) -> Image.Image:
    """Return the drawing in one size."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(svg).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return Image.open(BytesIO(buffer.data().data()))


def main(svg: str, ico: str) -> None:
    """Draw each size on its own, so that the small ones are sharp."""
    app = QGuiApplication(["icon", "-platform", "offscreen"])
    largest, *others = [drawn(svg, size) for size in SIZES]
    largest.save(ico, sizes=[(size, size) for size in SIZES], append_images=others)
    app.quit()


main(*sys.argv[1:])
