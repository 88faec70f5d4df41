/** Type under which a picture or a video of the studio is dragged. */
export const DRAGGED_ASSET = 'application/x-easel-asset';
