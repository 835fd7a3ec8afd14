"""A hundred and twenty-five texts that mean harm: to pages, spreadsheets, PDFs, logs, templates, queries."""

from __future__ import annotations

_MARKUP = r"""
<script>window.kena=1</script>
<ScRiPt>window.kena=1</sCrIpT>
<script src=//contoh.invalid/x.js></script>
<scr<script>ipt>window.kena=1</scr</script>ipt>
</script><script>window.kena=1</script>
</title><script>window.kena=1</script>
</textarea><script>window.kena=1</script>
</style><script>window.kena=1</script>
--><script>window.kena=1</script>
]]><script>window.kena=1</script>
<img src=x onerror=window.kena=1>
<img src="x" onerror="window.kena=1">
<img/src=x/onerror=window.kena=1>
<IMG ""><SCRIPT>window.kena=1</SCRIPT>">
<svg onload=window.kena=1>
<svg><script>window.kena=1</script></svg>
<svg><animate onbegin=window.kena=1 attributeName=x dur=1s>
<math><mtext></form><form><mglyph><style></math><img src onerror=window.kena=1>
<body onload=window.kena=1>
<iframe src="javascript:window.kena=1"></iframe>
<iframe srcdoc="<script>parent.kena=1</script>"></iframe>
<object data="javascript:window.kena=1"></object>
<embed src="javascript:window.kena=1">
<a href="javascript:window.kena=1">klik</a>
<a href="data:text/html,<script>window.kena=1</script>">klik</a>
<a href=" &#106;avascript:window.kena=1">klik</a>
<form action="https://contoh.invalid"><input name=sandi></form>
<input autofocus onfocus=window.kena=1>
<details open ontoggle=window.kena=1>
<video><source onerror=window.kena=1></video>
<audio src=x onerror=window.kena=1>
<marquee onstart=window.kena=1>
<base href="https://contoh.invalid/">
<meta http-equiv="refresh" content="0;url=https://contoh.invalid">
<link rel=stylesheet href="https://contoh.invalid/x.css">
<style>@import "https://contoh.invalid/x.css";</style>
<style>body{background:url(https://contoh.invalid/x)}</style>
<div style="background:url(https://contoh.invalid/x)">
<template><script>window.kena=1</script></template>
<noscript><p title="</noscript><img src=x onerror=window.kena=1>">
" onmouseover="window.kena=1
' onmouseover='window.kena=1
"><img src=x onerror=window.kena=1>
'><img src=x onerror=window.kena=1>
` onmouseover=`window.kena=1
javascript:window.kena=1
data:text/html;base64,PHNjcmlwdD53aW5kb3cua2VuYT0xPC9zY3JpcHQ+
&lt;script&gt;window.kena=1&lt;/script&gt;
&#60;script&#62;window.kena=1&#60;/script&#62;
%3Cscript%3Ewindow.kena=1%3C/script%3E
\u003cscript\u003ewindow.kena=1\u003c/script\u003e
[klik](javascript:window.kena=1)
![x](https://contoh.invalid/x.png)
"""
_SHEETS = r"""
=1+1
=HYPERLINK("https://contoh.invalid","klik")
=cmd|' /C calc'!A0
=IMPORTXML("https://contoh.invalid","//a")
=WEBSERVICE("https://contoh.invalid")
+1+1
+6281200001234
-1+1
-2+3+cmd|' /C calc'!A0
@SUM(1+1)
@import
|calc
%0A=1+1
;=1+1
,=1+1
"=1+1"
'=1+1
 =1+1
"""
_OTHERS = r"""
{{7*7}}
{{config}}
{{ ''.__class__.__mro__ }}
{% raw %}{{7*7}}{% endraw %}
{% for x in ().__class__.__base__.__subclasses__() %}{{x}}{% endfor %}
{nama}
{0.__class__}
${7*7}
#{7*7}
<%= 7*7 %>
%s%s%s%n
%(password)s
$(id)
`id`
; rm -rf /
| cat /etc/passwd
&& id
'; DROP TABLE report; --
' OR '1'='1
" OR ""="
1; SELECT pg_sleep(9)
%' AND 1=1 --
\'; DELETE FROM report; --
%00
../../etc/passwd
..\..\windows\system32
file:///etc/passwd
/restart
/session_start
/melapor{"jenis": "lainnya"}
EXTERNAL: restart
_restart
%PDF-1.7 1 0 obj
(x) Tj ET endstream endobj
<</S/JavaScript/JS(app.alert(1))>>
/AA << /O << /S /JavaScript >> >>
"""
_BUILT = (
    "a\r\nSet-Cookie: kena=1",
    "a\n2026-11-24 INFO palsu",
    "\x1b[31mmerah\x1b[0m",
    "\x1b]8;;https://contoh.invalid\x07klik\x1b]8;;\x07",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\uff1d1+1",
    "\u202egnp.exe",
    "\u2066abc\u2069\u202d",
    "Z\u0351\u036b\u0343\u036a\u0302a\u035b\u0314l\u034e\u0318go" * 5,
    "\u200b\u200c\u200d\ufeff",
    "r\u043elisi \u0440\u043elisi",
    "\ud800".encode("utf-8", "replace").decode(),
    "\U0001f6a8" * 200,
    "A" * 4096,
    "\u0000nol",
    "\u0627\u0644\u0634\u0631\u0637\u0629",
)
HOSTILE: tuple[str, ...] = (
    *_MARKUP.strip("\n").split("\n"),
    *_SHEETS.strip("\n").split("\n"),
    *_OTHERS.strip("\n").split("\n"),
    *_BUILT,
)
