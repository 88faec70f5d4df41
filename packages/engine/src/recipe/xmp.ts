/** How a picture came about: `model`, `mode`, `input`, and the engine's version. */
export type Recipe = Record<string, unknown>;

const SOURCE = 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia';
const OPEN = '<easel:recipe>';
const CLOSE = '</easel:recipe>';

const escapeXml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\r/g, '&#13;');

const ENTITIES: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&#13;': '\r', '&amp;': '&' };
const unescapeXml = (text: string): string =>
  text.replace(/&(lt|gt|#13|amp);/g, (entity) => ENTITIES[entity] ?? entity);

/** XML 1.0 has no way to write these; in JSON they can be escaped. */
const escapeControls = (json: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to escape
  json.replace(/[\u0000-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff]/g, (c, at: number) => {
    const paired = /[\ud800-\udbff][\udc00-\udfff]/.test(json.slice(Math.max(0, at - 1), at + 2));
    return /[\ud800-\udfff]/.test(c) && paired ? c : `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });

/** The XMP packet of an output: it says that the picture was generated, and carries its recipe as JSON. */
export function writeXmp(recipe: Recipe | null): string {
  const carried = recipe ? `\n  ${OPEN}${escapeXml(escapeControls(JSON.stringify(recipe)))}${CLOSE}` : '';
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
 <rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:easel="urn:easel:recipe:1">
  <Iptc4xmpExt:DigitalSourceType>${SOURCE}</Iptc4xmpExt:DigitalSourceType>${carried}
 </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>`;
}

/** The recipe in an XMP packet; null when there is none that can be read. */
export function recipeFromXmp(xmp: string): Recipe | null {
  const from = xmp.indexOf(OPEN);
  const to = xmp.indexOf(CLOSE, from);
  if (from < 0 || to < 0) return null;
  try {
    const value: unknown = JSON.parse(unescapeXml(xmp.slice(from + OPEN.length, to)));
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

const isRecord = (value: unknown): value is Recipe =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
