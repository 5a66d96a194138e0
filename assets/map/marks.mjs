// Marks arrive as SVG from Python (one place for shapes and colours) and become pixels.
const DENSITY = 3;

const loaded = (svg) =>
  new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error("a mark could not be drawn"));
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  });

export const picture = async (svg) => {
  const image = await loaded(svg);
  const size = [image.width * DENSITY, image.height * DENSITY];
  const pen = new OffscreenCanvas(...size).getContext("2d");
  pen.drawImage(image, 0, 0, ...size);
  return {pixels: pen.getImageData(0, 0, ...size), density: DENSITY};
};
