// A photo as a messenger sends it: JPEG, not too large, without the hidden facts of the original file.

const LONGEST = 1600;
const QUALITY = 0.85;

/** A JPEG file, or null when this is no picture that the browser can read. */
export async function asPhoto(file) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    return null;
  }
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  return new File([blob], `${file.name.replace(/\.[^.]*$/, "") || "foto"}.jpg`, { type: "image/jpeg" });
}
