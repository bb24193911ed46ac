"""A reader without a network: takes the code off the screen as a camera would and believes it, or says why not."""

from __future__ import annotations

from datetime import datetime

from playwright.sync_api import Page, expect

from cercano.credential import qr
from tests.web.fake.city import City

LOOK = """async () => {
  const assets = document.querySelector('script[type=module]').src.replace('app.js', '')
  await import(assets + 'vendor/jsqr.js')
  const seen = document.querySelector('.code canvas')
  const size = seen.width * 4 + 64
  const big = Object.assign(document.createElement('canvas'), { width: size, height: size })
  const pen = big.getContext('2d')
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, big.width, big.height)
  pen.imageSmoothingEnabled = false
  pen.drawImage(seen, 32, 32, seen.width * 4, seen.height * 4)
  const { data, width, height } = pen.getImageData(0, 0, big.width, big.height)
  return globalThis.jsQR(data, width, height)?.data ?? null
}"""


def shown(page: Page, at: datetime) -> str:
    """The text of the code on the screen, once it is that of the moment."""
    expect(page.locator(".code canvas")).to_have_attribute("data-slot", str(qr.slot_of(at.timestamp())))
    text = page.evaluate(LOOK)
    assert isinstance(text, str)
    return text


def believed(city: City, text: str, at: datetime) -> qr.Pass:
    """What a reader whose clock says `at` makes of a code.

    Raises: qr.NotBelieved.
    """
    return qr.read(text, city_keys=[city.desk.city_key.public_key()], unix_s=at.timestamp())
