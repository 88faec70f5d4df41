import type { MediaType, ModeName } from '@easel/contracts';

interface ModeTypes {
  output: MediaType;
  input: object;
}

/** Shape of a type that describes models: what `easel types` generates from a settings file. */
export type ModelTypes<M> = {
  [Id in keyof M]: { default_mode: ModeName; modes: { [Mode in ModeName]?: ModeTypes } };
};

/** For programs that learn the models while they run: any model, any mode, any input. The server checks. */
export interface AnyModels {
  [model: string]: {
    default_mode: ModeName;
    modes: { [Mode in ModeName]: { output: MediaType; input: Record<string, unknown> } };
  };
}

/** Ids of the models described by `M`. */
export type ModelId<M> = keyof M & string;

/** Modes of a model. */
export type ModeOf<M extends ModelTypes<M>, Id extends ModelId<M>> = keyof M[Id]['modes'] & ModeName;

/** The mode that a model uses when none is given. */
export type DefaultModeOf<M extends ModelTypes<M>, Id extends ModelId<M>> = M[Id]['default_mode'] & ModeOf<M, Id>;

/** Input of a model in a mode. */
export type InputOf<M extends ModelTypes<M>, Id extends ModelId<M>, Mode extends ModeOf<M, Id>> = NonNullable<
  M[Id]['modes'][Mode]
>['input'];
