// Generated from inference_settings.json. Do not edit: change the settings and generate again.

/** An asset id, or bytes that the client uploads first. */
export type AssetRef = string | Blob;

/** Every model of the settings with the input of each mode. */
export interface EaselModels {
  /** Pocket: A small emoji-style model that runs on this machine's processor: one thing on a plain background, drawn in about a second. It knows everyday objects, animals, faces and colours, and does best with two or three words. */
  pocket: {
    default_mode: 'txt2img';
    modes: {
      txt2img: {
        output: 'image';
        input: {
          /** Prompt: A thing, its colour, and if you like a background: "blue car on a pink background". */
          prompt: string;
          /** Seed: The same seed and settings give the same picture. Leave it open for a new one each time. */
          seed?: number;
          /** Steps: More steps take longer and rarely help beyond 20. 4 to 50. Default 16. */
          steps?: number;
          /** Guidance scale: How closely to follow the prompt. 1 to 8. Default 4.5. */
          guidance_scale?: number;
          /** File format. Default png. */
          output_format?: 'png' | 'jpeg' | 'webp';
          width?: 512;
          height?: 512;
        };
      };
      img2img: {
        output: 'image';
        input: {
          /** Prompt: A thing, its colour, and if you like a background: "blue car on a pink background". */
          prompt: string;
          /** Reference image: The picture to start from. */
          image: AssetRef;
          /** Denoising strength: How far to move away from the reference: 0 keeps it, 1 ignores it. 0 to 1. Default 0.6. */
          strength?: number;
          /** Seed: The same seed and settings give the same picture. Leave it open for a new one each time. */
          seed?: number;
          /** Steps: More steps take longer and rarely help beyond 20. 4 to 50. Default 16. */
          steps?: number;
          /** Guidance scale: How closely to follow the prompt. 1 to 8. Default 4.5. */
          guidance_scale?: number;
          /** File format. Default png. */
          output_format?: 'png' | 'jpeg' | 'webp';
          width?: 512;
          height?: 512;
        };
      };
    };
  };
}
