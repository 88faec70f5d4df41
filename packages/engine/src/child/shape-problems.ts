import type { InferenceSession } from 'onnxruntime-node';
import type { GraphSpec, TensorSpec } from '../manifest/manifest.schema.js';

/** The manifest's numbers must be the graph's; a name in either place is a free dimension. */
const fits = (stated: TensorSpec['shape'], real: readonly (number | string)[]): boolean =>
  stated.length === real.length &&
  stated.every((dimension, i) => {
    const other = real[i];
    return typeof dimension === 'string' || typeof other === 'string' || dimension === other;
  });

function compare(
  file: string,
  kind: string,
  stated: Record<string, TensorSpec>,
  real: readonly InferenceSession.ValueMetadata[],
): string[] {
  const problems: string[] = [];
  for (const value of real) {
    const spec = stated[value.name];
    if (!spec) problems.push(`${file}: the graph has ${kind} "${value.name}", the manifest does not`);
    else if (!value.isTensor) problems.push(`${file}: ${kind} "${value.name}" is no tensor`);
    else if (spec.type !== value.type || !fits(spec.shape, value.shape)) {
      const is = `${value.type} [${value.shape.join(', ')}]`;
      problems.push(
        `${file}: ${kind} "${value.name}" is ${is}, the manifest says ${spec.type} [${spec.shape.join(', ')}]`,
      );
    }
  }
  const names = new Set(real.map((value) => value.name));
  for (const name of Object.keys(stated)) {
    if (!names.has(name)) problems.push(`${file}: the manifest has ${kind} "${name}", the graph does not`);
  }
  return problems;
}

/** Where a graph's inputs and outputs are not what the manifest says. */
export const shapeProblems = (
  spec: GraphSpec,
  session: Pick<InferenceSession, 'inputMetadata' | 'outputMetadata'>,
): string[] => [
  ...compare(spec.file, 'input', spec.inputs, session.inputMetadata),
  ...compare(spec.file, 'output', spec.outputs, session.outputMetadata),
];
