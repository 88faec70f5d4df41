// Generated from inference_settings.json. Do not edit: change the settings and generate again.

/** An asset id, or bytes that the client uploads first. */
export type AssetRef = string | Blob;

/** Every model of the settings with the input of each mode. */
export interface EaselModels {
  /** Pocket: A small emoji-style model that runs on this machine's processor: a thing or two on a plain background, drawn in about a second. It knows hundreds of everyday objects, animals and faces, colours, backgrounds and two styles, and does best with a few words. */
  pocket: {
    default_mode: 'txt2img';
    modes: {
      txt2img: {
        output: 'image';
        input: {
          /** Prompt: A thing, its colour, and if you like a background or a style: "blue car on a pink background", "owl, flat style". */
          prompt: string;
          /** Seed: The same seed and settings give the same picture. Leave it open for a new one each time. */
          seed?: number;
          /** Steps: More steps take longer and rarely help beyond 20. 4 to 50. Default 16. */
          steps?: number;
          /** Guidance scale: How closely to follow the prompt: 2 to 3 is best, more makes colours glaring. 1 to 8. Default 2.5. */
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
          /** Prompt: A thing, its colour, and if you like a background or a style: "blue car on a pink background", "owl, flat style". */
          prompt: string;
          /** Reference image: The picture to start from. */
          image: AssetRef;
          /** Denoising strength: How far to move away from the reference: 0 keeps it, 1 ignores it. 0 to 1. Default 0.6. */
          strength?: number;
          /** Seed: The same seed and settings give the same picture. Leave it open for a new one each time. */
          seed?: number;
          /** Steps: More steps take longer and rarely help beyond 20. 4 to 50. Default 16. */
          steps?: number;
          /** Guidance scale: How closely to follow the prompt: 2 to 3 is best, more makes colours glaring. 1 to 8. Default 2.5. */
          guidance_scale?: number;
          /** File format. Default png. */
          output_format?: 'png' | 'jpeg' | 'webp';
          width?: 512;
          height?: 512;
        };
      };
      t2v: {
        output: 'video';
        input: {
          /** Prompt: A thing, its colour, and if you like a background or a style: "blue car on a pink background", "owl, flat style". */
          prompt: string;
          /** Seed: The same seed and settings give the same picture. Leave it open for a new one each time. */
          seed?: number;
          /** Steps: More steps take longer and rarely help beyond 20. 4 to 50. Default 16. */
          steps?: number;
          /** Guidance scale: How closely to follow the prompt: 2 to 3 is best, more makes colours glaring. 1 to 8. Default 2.5. */
          guidance_scale?: number;
          /** Motion: Automatic goes by the prompt: "bouncing ball", "dancing robot", or what suits the thing. Default auto. */
          motion?: 'auto' | 'breathe' | 'bounce' | 'sway' | 'dance' | 'spin' | 'float' | 'pulse' | 'shake' | 'zoom' | 'none';
          /** Length in seconds: The last frame flows into the first, so it can play on and on. 2 to 4. Default 3. */
          duration_s?: number;
          /** Variation: How much the drawing itself changes on the way: 0 keeps it still, beyond 0.7 it becomes another. 0 to 0.9. Default 0.5. */
          variation?: number;
          /** Frames per second: More look smoother, fewer are made faster. 12 to 24. Default 24. */
          fps?: number;
          width?: 512;
          height?: 512;
        };
      };
    };
  };
  /** Enlarge: Makes any picture two or four times as large on this machine's processor: edges stay sharp, areas stay even, and nothing is invented. For drawings and for photographs. A picture of 512 × 512 takes some 2 s at 2 × and 10 s at 4 ×. */
  enlarge: {
    default_mode: 'upscale';
    modes: {
      upscale: {
        output: 'image';
        input: {
          /** Picture: The picture to make larger. */
          image: AssetRef;
          /** Times as large: Each side is multiplied by it. 2 to 4. Default 2. */
          scale?: number;
          /** Kind of picture: Drawing for flat areas and outlines, photograph for fur, skin and leaves. Default drawing. */
          kind?: 'drawing' | 'photo';
          /** File format. Default png. */
          output_format?: 'png' | 'jpeg' | 'webp';
        };
      };
    };
  };
  /** Pony Diffusion V6 XL: An SDXL checkpoint for anime and cartoon characters that takes tags and plain sentences alike. It knows thousands of characters and poses; hands and small faces are its weak side. Trained on explicit pictures too: keep "rating_safe" in the prompt unless you want them. Not for services that take money. */
  'pony-xl': {
    default_mode: 'txt2img';
    modes: {
      txt2img: {
        output: 'image';
        input: {
          /** Prompt: Begin with score_9, score_8_up, score_7_up, then say what you want; source_anime and rating_safe steer style and content. */
          prompt: string;
          /** Avoid: The model is made to do without. Useful to keep a style out: source_furry, source_pony. Default . */
          negative_prompt?: string;
          /** Seed: The same seed and settings give the same picture. Leave it open for a new one each time. */
          seed?: number;
          /** Steps: The author suggests 25. 10 to 60. Default 25. */
          steps?: number;
          /** Guidance scale: How closely to follow the prompt. 1 to 15. Default 7. */
          guidance_scale?: number;
          /** Sampler: The author suggests Euler ancestral. Default euler_a. */
          sampler?: 'euler_a' | 'euler' | 'dpmpp_2m_karras' | 'dpmpp_sde_karras' | 'unipc' | 'ddim' | 'heun';
          /** File format. Default png. */
          output_format?: 'png' | 'jpeg' | 'webp';
          width?: number;
          height?: number;
        };
      };
      img2img: {
        output: 'image';
        input: {
          /** Prompt: Begin with score_9, score_8_up, score_7_up, then say what you want; source_anime and rating_safe steer style and content. */
          prompt: string;
          /** Avoid: The model is made to do without. Useful to keep a style out: source_furry, source_pony. Default . */
          negative_prompt?: string;
          /** Reference image: The picture to start from. It is cropped to the chosen size. */
          image: AssetRef;
          /** Denoising strength: How far to move away from the picture: low keeps it, 1 ignores it. 0.1 to 1. Default 0.7. */
          strength?: number;
          /** Seed: The same seed and settings give the same picture. Leave it open for a new one each time. */
          seed?: number;
          /** Steps: The author suggests 25. 10 to 60. Default 25. */
          steps?: number;
          /** Guidance scale: How closely to follow the prompt. 1 to 15. Default 7. */
          guidance_scale?: number;
          /** Sampler: The author suggests Euler ancestral. Default euler_a. */
          sampler?: 'euler_a' | 'euler' | 'dpmpp_2m_karras' | 'dpmpp_sde_karras' | 'unipc' | 'ddim' | 'heun';
          /** File format. Default png. */
          output_format?: 'png' | 'jpeg' | 'webp';
          width?: number;
          height?: number;
        };
      };
      inpaint: {
        output: 'image';
        input: {
          /** Prompt: Begin with score_9, score_8_up, score_7_up, then say what you want; source_anime and rating_safe steer style and content. */
          prompt: string;
          /** Avoid: The model is made to do without. Useful to keep a style out: source_furry, source_pony. Default . */
          negative_prompt?: string;
          /** Reference image: The picture to start from. It is cropped to the chosen size. */
          image: AssetRef;
          /** Mask: White is drawn anew, black stays. The same shape as the picture. */
          mask: AssetRef;
          /** Denoising strength: How far to move away from the picture: low keeps it, 1 ignores it. 0.1 to 1. Default 0.7. */
          strength?: number;
          /** Seed: The same seed and settings give the same picture. Leave it open for a new one each time. */
          seed?: number;
          /** Steps: The author suggests 25. 10 to 60. Default 25. */
          steps?: number;
          /** Guidance scale: How closely to follow the prompt. 1 to 15. Default 7. */
          guidance_scale?: number;
          /** Sampler: The author suggests Euler ancestral. Default euler_a. */
          sampler?: 'euler_a' | 'euler' | 'dpmpp_2m_karras' | 'dpmpp_sde_karras' | 'unipc' | 'ddim' | 'heun';
          /** File format. Default png. */
          output_format?: 'png' | 'jpeg' | 'webp';
          width?: number;
          height?: number;
        };
      };
    };
  };
  /** FLUX.1 [dev]: A 12 billion parameter model for photographs, illustration and legible short text, run here in four-bit NF4 so that it fits a small GPU. Follows long prompts in plain sentences. The weights are for non-commercial use only and need a token of an account that accepted their terms. */
  'flux-dev': {
    default_mode: 'txt2img';
    modes: {
      txt2img: {
        output: 'image';
        input: {
          /** Prompt: Whole sentences work better than tags. Put text that should appear in quotation marks. */
          prompt: string;
          /** Seed: The same seed and settings give the same picture. Leave it open for a new one each time. */
          seed?: number;
          /** Steps: The authors use 50; about half gives nearly the same in half the time. 15 to 50. Default 28. */
          steps?: number;
          /** Guidance scale: Lower looks more natural, higher follows the prompt more closely. 1 to 10. Default 3.5. */
          guidance_scale?: number;
          /** File format. Default png. */
          output_format?: 'png' | 'jpeg' | 'webp';
          width?: number;
          height?: number;
        };
      };
      img2img: {
        output: 'image';
        input: {
          /** Prompt: Whole sentences work better than tags. Put text that should appear in quotation marks. */
          prompt: string;
          /** Reference image: The picture to start from. It is cropped to the chosen size. */
          image: AssetRef;
          /** Denoising strength: How far to move away from the picture: low keeps it, 1 ignores it. 0.1 to 1. Default 0.75. */
          strength?: number;
          /** Seed: The same seed and settings give the same picture. Leave it open for a new one each time. */
          seed?: number;
          /** Steps: The authors use 50; about half gives nearly the same in half the time. 15 to 50. Default 28. */
          steps?: number;
          /** Guidance scale: Lower looks more natural, higher follows the prompt more closely. 1 to 10. Default 3.5. */
          guidance_scale?: number;
          /** File format. Default png. */
          output_format?: 'png' | 'jpeg' | 'webp';
          width?: number;
          height?: number;
        };
      };
      inpaint: {
        output: 'image';
        input: {
          /** Prompt: Whole sentences work better than tags. Put text that should appear in quotation marks. */
          prompt: string;
          /** Reference image: The picture to start from. It is cropped to the chosen size. */
          image: AssetRef;
          /** Mask: White is drawn anew, black stays. The same shape as the picture. */
          mask: AssetRef;
          /** Denoising strength: How far to move away from the picture: low keeps it, 1 ignores it. 0.1 to 1. Default 0.75. */
          strength?: number;
          /** Seed: The same seed and settings give the same picture. Leave it open for a new one each time. */
          seed?: number;
          /** Steps: The authors use 50; about half gives nearly the same in half the time. 15 to 50. Default 28. */
          steps?: number;
          /** Guidance scale: Lower looks more natural, higher follows the prompt more closely. 1 to 10. Default 3.5. */
          guidance_scale?: number;
          /** File format. Default png. */
          output_format?: 'png' | 'jpeg' | 'webp';
          width?: number;
          height?: number;
        };
      };
    };
  };
  /** FLUX.1 [schnell]: The fast sibling of FLUX.1 [dev]: a picture in four steps, free for commercial use. Good for ideas and many variants; fine detail and long text are less exact. Downloading the weights needs a token of an account that accepted their terms. */
  'flux-schnell': {
    default_mode: 'txt2img';
    modes: {
      txt2img: {
        output: 'image';
        input: {
          /** Prompt: About 200 words at most; what comes after that is cut off. */
          prompt: string;
          /** Seed: The same seed and settings give the same picture. Leave it open for a new one each time. */
          seed?: number;
          /** Steps: Made for 4. 1 to 8. Default 4. */
          steps?: number;
          /** Guidance scale: The model was trained without guidance. 0 to 10. Default 0. */
          guidance_scale?: 0;
          /** File format. Default png. */
          output_format?: 'png' | 'jpeg' | 'webp';
          width?: number;
          height?: number;
        };
      };
      img2img: {
        output: 'image';
        input: {
          /** Prompt: About 200 words at most; what comes after that is cut off. */
          prompt: string;
          /** Reference image: The picture to start from. It is cropped to the chosen size. */
          image: AssetRef;
          /** Denoising strength: How far to move away from the picture. With so few steps it works in coarse jumps. 0.1 to 1. Default 0.75. */
          strength?: number;
          /** Seed: The same seed and settings give the same picture. Leave it open for a new one each time. */
          seed?: number;
          /** Steps: Made for 4. 1 to 8. Default 4. */
          steps?: number;
          /** Guidance scale: The model was trained without guidance. 0 to 10. Default 0. */
          guidance_scale?: 0;
          /** File format. Default png. */
          output_format?: 'png' | 'jpeg' | 'webp';
          width?: number;
          height?: number;
        };
      };
    };
  };
  /** Z-Image Turbo: A 6 billion parameter model distilled to eight steps: photographs and legible English and Chinese text within seconds. Seeds vary little; change the prompt for something different. */
  'z-image-turbo': {
    default_mode: 'txt2img';
    modes: {
      txt2img: {
        output: 'image';
        input: {
          /** Prompt: Long, exact descriptions work best, in English or Chinese. */
          prompt: string;
          /** Seed: The same seed and settings give the same picture. Leave it open for a new one each time. */
          seed?: number;
          /** Steps: Made for 8. 4 to 16. Default 8. */
          steps?: number;
          /** Guidance scale: The distilled model runs without guidance. 0 to 10. Default 0. */
          guidance_scale?: 0;
          /** File format. Default png. */
          output_format?: 'png' | 'jpeg' | 'webp';
          width?: number;
          height?: number;
        };
      };
      img2img: {
        output: 'image';
        input: {
          /** Prompt: Long, exact descriptions work best, in English or Chinese. */
          prompt: string;
          /** Reference image: The picture to start from. It is cropped to the chosen size. */
          image: AssetRef;
          /** Denoising strength: How far to move away from the picture: low keeps it, 1 ignores it. 0.1 to 1. Default 0.6. */
          strength?: number;
          /** Seed: The same seed and settings give the same picture. Leave it open for a new one each time. */
          seed?: number;
          /** Steps: Made for 8. 4 to 16. Default 8. */
          steps?: number;
          /** Guidance scale: The distilled model runs without guidance. 0 to 10. Default 0. */
          guidance_scale?: 0;
          /** File format. Default png. */
          output_format?: 'png' | 'jpeg' | 'webp';
          width?: number;
          height?: number;
        };
      };
    };
  };
  /** Qwen-Image: A 20 billion parameter model that is at its best with text in the picture: posters, signs, slides, in English and Chinese. Slow and on a large GPU, so for finals rather than drafts. */
  'qwen-image': {
    default_mode: 'txt2img';
    modes: {
      txt2img: {
        output: 'image';
        input: {
          /** Prompt: Put text that should appear in quotation marks and say where it stands. */
          prompt: string;
          /** Avoid: What should not be seen. Leave it empty unless something keeps coming back. Default . */
          negative_prompt?: string;
          /** Seed: The same seed and settings give the same picture. Leave it open for a new one each time. */
          seed?: number;
          /** Steps: The authors use 50. 20 to 60. Default 50. */
          steps?: number;
          /** Guidance scale: How closely to follow the prompt. 1 to 10. Default 4. */
          guidance_scale?: number;
          /** File format. Default png. */
          output_format?: 'png' | 'jpeg' | 'webp';
          width?: 1328 | 1664 | 928 | 1472 | 1104 | 1584 | 1056;
          height?: 1328 | 928 | 1664 | 1104 | 1472 | 1056 | 1584;
        };
      };
      img2img: {
        output: 'image';
        input: {
          /** Prompt: Put text that should appear in quotation marks and say where it stands. */
          prompt: string;
          /** Avoid: What should not be seen. Leave it empty unless something keeps coming back. Default . */
          negative_prompt?: string;
          /** Reference image: The picture to start from. It is cropped to the chosen size. */
          image: AssetRef;
          /** Denoising strength: How far to move away from the picture: low keeps it, 1 ignores it. 0.1 to 1. Default 0.6. */
          strength?: number;
          /** Seed: The same seed and settings give the same picture. Leave it open for a new one each time. */
          seed?: number;
          /** Steps: The authors use 50. 20 to 60. Default 50. */
          steps?: number;
          /** Guidance scale: How closely to follow the prompt. 1 to 10. Default 4. */
          guidance_scale?: number;
          /** File format. Default png. */
          output_format?: 'png' | 'jpeg' | 'webp';
          width?: 1328 | 1664 | 928 | 1472 | 1104 | 1584 | 1056;
          height?: 1328 | 928 | 1664 | 1104 | 1472 | 1056 | 1584;
        };
      };
    };
  };
  /** Wan 2.2 TI2V 5B: Five seconds of 720p video at 24 frames a second from a prompt, or from a picture and a prompt. The smallest of the Wan 2.2 family: good camera moves and landscapes, weaker on hands and fast action. A full clip takes several minutes. */
  'wan-ti2v-5b': {
    default_mode: 't2v';
    modes: {
      t2v: {
        output: 'video';
        input: {
          /** Prompt: Say what is seen, what moves, and how the camera moves. Long descriptions help. */
          prompt: string;
          /** Avoid: What should not be seen. Leave it empty unless something keeps coming back. Default overexposed, static, blurry, low quality, subtitles, watermark, deformed hands, extra fingers, cluttered background. */
          negative_prompt?: string;
          /** Seed: The same seed and settings give the same picture. Leave it open for a new one each time. */
          seed?: number;
          /** Frames: 121 frames are five seconds at 24 a second. Fewer are faster. 17 to 121. Default 121. */
          frames?: number;
          /** Frames per second: Speed of playback. Another rate than the suggested one makes the same video faster or slower. 8 to 30. Default 24. */
          fps?: number;
          /** Steps: The authors use 50. 20 to 60. Default 50. */
          steps?: number;
          /** Guidance scale: How closely to follow the prompt. 1 to 10. Default 5. */
          guidance_scale?: number;
          /** Sampler. Default unipc. */
          sampler?: 'unipc' | 'dpmpp_2m' | 'euler';
          width?: 1280 | 704 | 928 | 832 | 480;
          height?: 704 | 1280 | 928 | 480 | 832;
        };
      };
      i2v: {
        output: 'video';
        input: {
          /** Prompt: Say what is seen, what moves, and how the camera moves. Long descriptions help. */
          prompt: string;
          /** Avoid: What should not be seen. Leave it empty unless something keeps coming back. Default overexposed, static, blurry, low quality, subtitles, watermark, deformed hands, extra fingers, cluttered background. */
          negative_prompt?: string;
          /** First image: The first frame of the video. It is cropped to the chosen size. */
          image: AssetRef;
          /** Seed: The same seed and settings give the same picture. Leave it open for a new one each time. */
          seed?: number;
          /** Frames: 121 frames are five seconds at 24 a second. Fewer are faster. 17 to 121. Default 121. */
          frames?: number;
          /** Frames per second: Speed of playback. Another rate than the suggested one makes the same video faster or slower. 8 to 30. Default 24. */
          fps?: number;
          /** Steps: The authors use 50. 20 to 60. Default 50. */
          steps?: number;
          /** Guidance scale: How closely to follow the prompt. 1 to 10. Default 5. */
          guidance_scale?: number;
          /** Sampler. Default unipc. */
          sampler?: 'unipc' | 'dpmpp_2m' | 'euler';
          width?: 1280 | 704 | 928 | 832 | 480;
          height?: 704 | 1280 | 928 | 480 | 832;
        };
      };
    };
  };
  /** Wan 2.2 Rapid: A community merge of Wan 2.2 14B with accelerators: a clip in four steps, from a prompt, a first picture, or a first and a last picture. Fast and lively; faces drift and fine detail is lost earlier than with the full model. Its author no longer maintains it. */
  'wan-rapid': {
    default_mode: 't2v';
    modes: {
      t2v: {
        output: 'video';
        input: {
          /** Prompt: Say what happens, step by step, and how the camera moves. */
          prompt: string;
          /** Seed: The same seed and settings give the same picture. Leave it open for a new one each time. */
          seed?: number;
          /** Frames: 81 frames are five seconds at 16 a second. 17 to 81. Default 81. */
          frames?: number;
          /** Frames per second: Speed of playback. Another rate than the suggested one makes the same video faster or slower. 8 to 30. Default 16. */
          fps?: number;
          /** Steps: The accelerators are made for 4. 1 to 50. Default 4. */
          steps?: 4;
          /** Guidance scale: The accelerators are made for 1. 0 to 10. Default 1. */
          guidance_scale?: 1;
          /** Sampler: The author suggests Euler ancestral. Default euler_a. */
          sampler?: 'euler_a' | 'euler' | 'unipc';
          width?: 832 | 480 | 624 | 1280 | 720 | 960;
          height?: 480 | 832 | 624 | 720 | 1280 | 960;
        };
      };
      i2v: {
        output: 'video';
        input: {
          /** Prompt: Say what happens, step by step, and how the camera moves. */
          prompt: string;
          /** First image: The first frame of the video. It is cropped to the chosen size. */
          image: AssetRef;
          /** Seed: The same seed and settings give the same picture. Leave it open for a new one each time. */
          seed?: number;
          /** Frames: 81 frames are five seconds at 16 a second. 17 to 81. Default 81. */
          frames?: number;
          /** Frames per second: Speed of playback. Another rate than the suggested one makes the same video faster or slower. 8 to 30. Default 16. */
          fps?: number;
          /** Steps: The accelerators are made for 4. 1 to 50. Default 4. */
          steps?: 4;
          /** Guidance scale: The accelerators are made for 1. 0 to 10. Default 1. */
          guidance_scale?: 1;
          /** Sampler: The author suggests Euler ancestral. Default euler_a. */
          sampler?: 'euler_a' | 'euler' | 'unipc';
          width?: 832 | 480 | 624 | 1280 | 720 | 960;
          height?: 480 | 832 | 624 | 720 | 1280 | 960;
        };
      };
      first_last_frame: {
        output: 'video';
        input: {
          /** Prompt: Say what happens, step by step, and how the camera moves. */
          prompt: string;
          /** First image: The first frame of the video. It is cropped to the chosen size. */
          image: AssetRef;
          /** Last image: The last frame of the video. It is cropped to the chosen size. */
          last_image: AssetRef;
          /** Seed: The same seed and settings give the same picture. Leave it open for a new one each time. */
          seed?: number;
          /** Frames: 81 frames are five seconds at 16 a second. 17 to 81. Default 81. */
          frames?: number;
          /** Frames per second: Speed of playback. Another rate than the suggested one makes the same video faster or slower. 8 to 30. Default 16. */
          fps?: number;
          /** Steps: The accelerators are made for 4. 1 to 50. Default 4. */
          steps?: 4;
          /** Guidance scale: The accelerators are made for 1. 0 to 10. Default 1. */
          guidance_scale?: 1;
          /** Sampler: The author suggests Euler ancestral. Default euler_a. */
          sampler?: 'euler_a' | 'euler' | 'unipc';
          width?: 832 | 480 | 624 | 1280 | 720 | 960;
          height?: 480 | 832 | 624 | 720 | 1280 | 960;
        };
      };
    };
  };
  /** AniSora V3.2: An anime video model on Wan 2.2 14B: brings drawings to life in eight steps, from a first picture, a first and a last one, or pictures pinned anywhere in the clip. Keeps characters consistent. It was made for pictures: text alone works without any promise of its authors. */
  anisora: {
    default_mode: 'i2v';
    modes: {
      t2v: {
        output: 'video';
        input: {
          /** Prompt: A long, detailed description in English, then: "aesthetic score: 5.5. motion score: 3.0. There is no text in the video." Aesthetic 5 to 7, motion 2 to 4: higher moves more. */
          prompt: string;
          /** Seed: The same seed and settings give the same picture. Leave it open for a new one each time. */
          seed?: number;
          /** Frames: 81 frames are five seconds at 16 a second. 17 to 81. Default 81. */
          frames?: number;
          /** Frames per second: Speed of playback. Another rate than the suggested one makes the same video faster or slower. 8 to 30. Default 16. */
          fps?: number;
          /** Steps: The distilled model is made for 8. 1 to 50. Default 8. */
          steps?: 8;
          /** Guidance scale: The distilled model is made for 1. 0 to 10. Default 1. */
          guidance_scale?: 1;
          /** Sampler. Default unipc. */
          sampler?: 'unipc' | 'dpmpp_2m';
          width?: 1280 | 720 | 960 | 832 | 480 | 624;
          height?: 720 | 1280 | 960 | 480 | 832 | 624;
        };
      };
      i2v: {
        output: 'video';
        input: {
          /** Prompt: A long, detailed description in English, then: "aesthetic score: 5.5. motion score: 3.0. There is no text in the video." Aesthetic 5 to 7, motion 2 to 4: higher moves more. */
          prompt: string;
          /** First image: The first frame of the video. It is cropped to the chosen size. */
          image: AssetRef;
          /** Seed: The same seed and settings give the same picture. Leave it open for a new one each time. */
          seed?: number;
          /** Frames: 81 frames are five seconds at 16 a second. 17 to 81. Default 81. */
          frames?: number;
          /** Frames per second: Speed of playback. Another rate than the suggested one makes the same video faster or slower. 8 to 30. Default 16. */
          fps?: number;
          /** Steps: The distilled model is made for 8. 1 to 50. Default 8. */
          steps?: 8;
          /** Guidance scale: The distilled model is made for 1. 0 to 10. Default 1. */
          guidance_scale?: 1;
          /** Sampler. Default unipc. */
          sampler?: 'unipc' | 'dpmpp_2m';
          width?: 1280 | 720 | 960 | 832 | 480 | 624;
          height?: 720 | 1280 | 960 | 480 | 832 | 624;
        };
      };
      first_last_frame: {
        output: 'video';
        input: {
          /** Prompt: A long, detailed description in English, then: "aesthetic score: 5.5. motion score: 3.0. There is no text in the video." Aesthetic 5 to 7, motion 2 to 4: higher moves more. */
          prompt: string;
          /** First image: The first frame of the video. It is cropped to the chosen size. */
          image: AssetRef;
          /** Last image: The last frame of the video. It is cropped to the chosen size. */
          last_image: AssetRef;
          /** Seed: The same seed and settings give the same picture. Leave it open for a new one each time. */
          seed?: number;
          /** Frames: 81 frames are five seconds at 16 a second. 17 to 81. Default 81. */
          frames?: number;
          /** Frames per second: Speed of playback. Another rate than the suggested one makes the same video faster or slower. 8 to 30. Default 16. */
          fps?: number;
          /** Steps: The distilled model is made for 8. 1 to 50. Default 8. */
          steps?: 8;
          /** Guidance scale: The distilled model is made for 1. 0 to 10. Default 1. */
          guidance_scale?: 1;
          /** Sampler. Default unipc. */
          sampler?: 'unipc' | 'dpmpp_2m';
          width?: 1280 | 720 | 960 | 832 | 480 | 624;
          height?: 720 | 1280 | 960 | 480 | 832 | 624;
        };
      };
      arbitrary_frame: {
        output: 'video';
        input: {
          /** Prompt: A long, detailed description in English, then: "aesthetic score: 5.5. motion score: 3.0. There is no text in the video." Aesthetic 5 to 7, motion 2 to 4: higher moves more. */
          prompt: string;
          /** Key frames: Pictures pinned to frames. Positions move to the nearest multiple of 8; a picture always counts in full. */
          keyframes: Array<{ frame: number; image: AssetRef; strength?: number }>;
          /** Seed: The same seed and settings give the same picture. Leave it open for a new one each time. */
          seed?: number;
          /** Frames: 81 frames are five seconds at 16 a second. 17 to 81. Default 81. */
          frames?: number;
          /** Frames per second: Speed of playback. Another rate than the suggested one makes the same video faster or slower. 8 to 30. Default 16. */
          fps?: number;
          /** Steps: The distilled model is made for 8. 1 to 50. Default 8. */
          steps?: 8;
          /** Guidance scale: The distilled model is made for 1. 0 to 10. Default 1. */
          guidance_scale?: 1;
          /** Sampler. Default unipc. */
          sampler?: 'unipc' | 'dpmpp_2m';
          width?: 1280 | 720 | 960 | 832 | 480 | 624;
          height?: 720 | 1280 | 960 | 480 | 832 | 624;
        };
      };
    };
  };
}
