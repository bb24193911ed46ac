/** Reads a QR with the camera: by the browser's own eye where it has one, else by a library that comes only then. */

/** @returns {Promise<(frame: HTMLVideoElement) => Promise<string | null>>} */
async function eye() {
  if ('BarcodeDetector' in globalThis && (await globalThis.BarcodeDetector.getSupportedFormats()).includes('qr_code')) {
    const detector = new globalThis.BarcodeDetector({ formats: ['qr_code'] });
    return async (frame) => (await detector.detect(frame))[0]?.rawValue ?? null;
  }
  await import('jsqr');
  const canvas = new OffscreenCanvas(1, 1);
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  return async (frame) => {
    const shrink = Math.min(1, 720 / frame.videoWidth);
    [canvas.width, canvas.height] = [frame.videoWidth * shrink, frame.videoHeight * shrink];
    pen.drawImage(frame, 0, 0, canvas.width, canvas.height);
    const { data, width, height } = pen.getImageData(0, 0, canvas.width, canvas.height);
    return globalThis.jsQR(data, width, height, { inversionAttempts: 'dontInvert' })?.data ?? null;
  };
}

/**
 * Looks until a QR is seen or `stop` is called. The same code twice in a row is told once.
 * @param {HTMLVideoElement} video @param {(text: string) => boolean} seen whether to look on for the next one
 * @returns {Promise<() => void>} stop
 */
export async function scan(video, seen) {
  const [look, stream] = await Promise.all([eye(), navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })]);
  let isOn = true;
  let last = '';
  const stop = () => {
    isOn = false;
    stream.getTracks().forEach((track) => track.stop());
  };
  video.srcObject = stream;
  await video.play();
  const again = async () => {
    const text = isOn && video.videoWidth ? await look(video) : null;
    if (!isOn) return;
    if (text && text !== last && !seen((last = text))) stop();
    else setTimeout(again, 120);
  };
  again();
  return stop;
}
