import { fileURLToPath } from 'node:url';
import { loadSync, type MethodDefinition, type ServiceDefinition } from '@grpc/proto-loader';

export const SERVICE = 'modal.client.ModalClient';

/** Bytes in, message out and back. Messages are plain objects; the interfaces beside each RPC say their shape. */
export type Method = MethodDefinition<object, object>;

// One folder below the package root both as source and when built.
const folder = fileURLToPath(new URL('../proto/', import.meta.url));

export function loadMethods(): Map<string, Method> {
  const definition = loadSync('modal.proto', {
    includeDirs: [folder],
    keepCase: true,
    longs: Number,
    enums: Number,
    defaults: true,
    oneofs: true,
    arrays: true,
    objects: true,
  });
  // proto-loader types every entry as service, message or enum; this name is the service's.
  const service = definition[SERVICE] as ServiceDefinition;
  return new Map(Object.entries(service).map(([name, method]) => [name, method as Method]));
}
