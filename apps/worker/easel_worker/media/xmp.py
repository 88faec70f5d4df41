"""The XMP packet of an output, byte for byte as the embedded engine writes it."""

from __future__ import annotations

import json
import re
from typing import Any

SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
_UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def write_xmp(recipe: dict[str, Any] | None) -> str:
    """Says that the output was generated, and carries its recipe as JSON. No time, no ids."""
    carried = f"\n  <easel:recipe>{_escape(_as_json(recipe))}</easel:recipe>" if recipe is not None else ""
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
 <rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:easel="urn:easel:recipe:1">
  <Iptc4xmpExt:DigitalSourceType>{SOURCE}</Iptc4xmpExt:DigitalSourceType>{carried}
 </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""  # noqa: E501 (the packet is compared byte for byte)


def _as_json(recipe: dict[str, Any]) -> str:
    text = json.dumps(recipe, ensure_ascii=False, separators=(",", ":"))
    return _UNWRITABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
