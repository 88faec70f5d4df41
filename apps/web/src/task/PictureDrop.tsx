import { usePictureDrop } from './use-picture-drop';

/** Takes what is dropped or pasted anywhere on the page it is part of. */
export default function PictureDrop() {
  usePictureDrop();
  return null;
}
