/** The style sheet of all pages. Charts are told apart by strokes and shades too, so that they can be read in grey. */
export const style = `
:root{color-scheme:light dark;--bg:#fff;--soft:#f5f6f8;--line:#dfe2e7;--ink:#1b1e24;--dim:#5c6470;--main:#0b5fa5;--second:#b3500f;--third:#4d4d4d;--band:#0b5fa526;--band2:#b3500f26;--ins:#d9f2df;--insink:#0f5a24;--del:#fbe0dd;--delink:#8f1d12;--keyword:#7a2a8c;--literal:#0b5fa5;--comment:#6a7280;--h0:#e9f1f8;--h1:#cfe1f0;--h2:#b1cfe7;--h3:#8fb9db;--h4:#6ba1cd;--h5:#4a87bb;--h6:#2f6ca3;--h7:#1b5185;--h8:#0c3560;--mark:#fff}
@media screen and (prefers-color-scheme:dark){:root{--bg:#14171b;--soft:#1c2026;--line:#31373f;--ink:#e6e9ed;--dim:#9aa3af;--main:#6cb4f0;--second:#f0a35e;--third:#b8bec6;--band:#6cb4f030;--band2:#f0a35e30;--ins:#16351f;--insink:#9fe0b1;--del:#44201c;--delink:#f5b0a8;--keyword:#d7a1e6;--literal:#8cc4f5;--comment:#8b94a1;--h0:#1b2733;--h1:#20364a;--h2:#264763;--h3:#2d5a7d;--h4:#386f98;--h5:#4c88b3;--h6:#6ba3cb;--h7:#94c0e0;--h8:#c4dff2;--mark:#000}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-behavior:smooth}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0 auto;max-width:66rem;padding:2.5rem 1.5rem 4rem;background:var(--bg);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans",Arial,sans-serif;overflow-wrap:break-word}
h1{font-size:2rem;line-height:1.2;margin:.1em 0 .2em;letter-spacing:-.015em;text-wrap:balance}
h1 .dim{font-weight:400}
h2{font-size:1.35rem;line-height:1.25;margin:0 0 .9rem;letter-spacing:-.01em}
h3{font-size:1rem;line-height:1.3;margin:1.6rem 0 .6rem}
p,li,h1,h2,h3,figcaption,summary{overflow-wrap:anywhere}
p{margin:.6rem 0;max-width:46rem}
a{color:var(--main)}
a:focus-visible,summary:focus-visible{outline:2px solid var(--main);outline-offset:2px;border-radius:3px}
.kind{margin:0;color:var(--dim);font-size:.8rem;letter-spacing:.06em;text-transform:uppercase}
.lead{font-size:1.1rem;margin:0 0 1.4rem}
.dim{color:var(--dim)}
.about,.legend{color:var(--dim);font-size:.85rem;line-height:1.45}
.note{padding:.7rem 1rem;border-left:4px solid var(--second);background:var(--soft);border-radius:0 6px 6px 0}
.empty{color:var(--dim);font-style:italic}
.brief{font-size:1.05rem}
nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;margin:1.6rem 0 0;padding:.7rem 0;list-style:none;border-block:1px solid var(--line);font-size:.9rem}
nav a{text-decoration:none}
nav a:hover{text-decoration:underline}
section{padding-top:2.4rem}
section+section{margin-top:2.4rem;border-top:1px solid var(--line)}
footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--dim);font-size:.85rem}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));gap:1.4rem 2.4rem;align-items:start;margin:1.2rem 0}
.pair>*{min-width:0}
.pair>*>h3:first-child,.pair>*>div>h3:first-child,.pair dl,.pair table{margin-top:0}
.pair>div>figure+div h3{margin-top:1.4rem!important}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,11rem),1fr));gap:.8rem;margin:0}
.card{min-width:0;overflow-wrap:anywhere;padding:.75rem 1rem;background:var(--soft);border:1px solid var(--line);border-radius:8px}
.card dt{color:var(--dim);font-size:.8rem}
.card dd{margin:0;font-size:1.5rem;font-weight:600;line-height:1.3;font-variant-numeric:tabular-nums}
.card small{display:block;font-size:.78rem;font-weight:400;color:var(--dim)}
dl{margin:.8rem 0}
dl>div:not(.card){display:grid;grid-template-columns:10rem 1fr;gap:0 1rem;padding:.3rem 0;border-bottom:1px solid var(--line)}
dl>div:not(.card) dt{min-width:0;overflow-wrap:anywhere;color:var(--dim);font-size:.9rem}
dl>div:not(.card) dd{margin:0;min-width:0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
ul.plain{margin:0;padding:0;list-style:none}
table{width:100%;border-collapse:collapse;font-size:.9rem;line-height:1.35;font-variant-numeric:tabular-nums}
th,td{padding:.32rem .5rem;text-align:left;vertical-align:baseline;border-bottom:1px solid var(--line)}
.long{overflow-wrap:anywhere}
th:first-child,td:first-child{padding-left:0}
th:last-child,td:last-child{padding-right:0}
thead th{color:var(--dim);font-size:.8rem;font-weight:500;vertical-align:bottom;border-bottom-color:var(--dim)}
tbody th{font-weight:500;min-width:4.5em}
.figure{text-align:right}
.below{display:block;color:var(--dim);font-size:.8rem}td.figure .below{white-space:nowrap}
figure{margin:0}
figcaption{font-weight:600;font-size:.95rem;margin-bottom:.2rem}
figure .about{margin:.1rem 0 0}
.legend{display:flex;flex-wrap:wrap;align-items:center;gap:.1rem 1rem;margin:.1rem 0 .3rem;padding:0;list-style:none}
.legend li{min-width:0;overflow-wrap:anywhere;display:flex;align-items:center;gap:.4rem}
.key{width:24px;height:8px}
.ramp{width:108px;height:10px}
p.legend{gap:.5rem}
.plot{display:block;width:100%;height:auto;max-width:34rem;overflow:hidden}
.plot text{font-family:inherit;font-size:10.5px;fill:var(--dim);font-variant-numeric:tabular-nums}
.plot .label{font-size:11px;fill:var(--ink)}
.plot .label.main{font-weight:700}
.grid{stroke:var(--line);stroke-width:.7}
.axis{stroke:var(--dim);stroke-width:.8}
.line{fill:none;stroke-width:1.8;stroke-linejoin:round;stroke-linecap:round}
.line.s1{stroke:var(--main)}
.line.s2{stroke:var(--second);stroke-dasharray:5 3}
.line.s3{stroke:var(--third);stroke-dasharray:1.5 3}
.line.s4{stroke:var(--keyword);stroke-dasharray:7 3 1.5 3}
.band{stroke:none}
.band.s1{fill:var(--band)}
.band.s2{fill:var(--band2)}
.band.s3,.band.s4{fill:none}
.bar{fill:var(--main)}
.whisker{fill:none;stroke-width:1.5}
.whisker.main{stroke:var(--main);stroke-width:2.2}
.whisker.other{stroke:var(--dim)}
.mark.main{fill:var(--main)}
.mark.other{fill:var(--bg);stroke:var(--dim);stroke-width:1.6}
.cell{stroke:var(--bg);stroke-width:.6}
.cell.empty{fill:var(--soft)}
${Array.from({ length: 9 }, (_, i) => `.h${i}{fill:var(--h${i})}`).join("")}
.plane{fill:none;stroke:var(--line);stroke-width:.7}
.dot{fill-opacity:.85;stroke:var(--bg);stroke-width:.6}
.plot .group{font-size:9.5px;font-weight:700;fill:var(--ink);paint-order:stroke;stroke:var(--bg);stroke-width:2.5px}
.best{fill:var(--mark);stroke:var(--ink);stroke-width:.8}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;font-size:.9em}
.code{margin:.6rem 0;padding:.8rem 1rem;background:var(--soft);border:1px solid var(--line);border-radius:8px;font-size:.85rem;line-height:1.5;white-space:pre-wrap;overflow-wrap:anywhere;overflow:auto;tab-size:2}
.code code{font-size:inherit;direction:ltr;unicode-bidi:isolate-override}
.hash{overflow-wrap:anywhere;font-size:.85em}
.keyword{color:var(--keyword)}
.literal{color:var(--literal)}
.comment{color:var(--comment);font-style:italic}
ins,del{border-radius:3px;padding:0 1px}
ins{background:var(--ins);color:var(--insink);text-decoration:none;border-bottom:2px solid currentColor}
mark{background:var(--ins);color:inherit;border-bottom:2px solid var(--main);padding:0 1px}
del{background:var(--del);color:var(--delink);text-decoration:line-through}
details{border-bottom:1px solid var(--line)}
summary{padding:.45rem 0;cursor:pointer}
summary:hover{color:var(--main)}
.step-score{display:inline-block;min-width:5.5rem;font-weight:600;font-variant-numeric:tabular-nums}
.change{display:inline-block;min-width:6.5rem;color:var(--dim);font-variant-numeric:tabular-nums}
.log{margin:.3rem 0 1rem;padding-left:0;list-style:none;font-size:.85rem;font-variant-numeric:tabular-nums}
.log .warn,.log .error{font-weight:600}
@media (max-width:34rem){body{padding:1.4rem 1rem 3rem;font-size:15px}h1{font-size:1.55rem}.minor{display:none}dl>div:not(.card){grid-template-columns:minmax(0,1fr)}.cards{grid-template-columns:1fr 1fr}.card{min-width:0;overflow-wrap:anywhere;padding:.6rem .7rem}.card dd{font-size:1.2rem}table{font-size:.8rem}th,td{padding:.3rem .28rem}.code{padding:.7rem;font-size:.78rem}.change{min-width:0}.plot text,.plot .label{font-size:11.5px}td.figure .below{white-space:normal}.wide tr{display:flex;flex-wrap:wrap;border-bottom:1px solid var(--line)}.wide th,.wide td{flex:1 1 0;min-width:0;border-bottom:0}.wide th:first-child{flex:0 0 100%;padding-bottom:0}.wide thead th:first-child{display:none}}
@page{size:A4;margin:16mm 15mm}
@media print{:root{color-scheme:light}body{max-width:none;padding:0;font-size:10pt}nav{display:none}section{padding-top:1rem}section+section{margin-top:1rem}h2,h3,figcaption,summary{break-after:avoid}figure,.card,tr,dl>div{break-inside:avoid}.pair{grid-template-columns:1fr 1fr;gap:1rem 1.4rem}.code{font-size:7.5pt;background:none}table{font-size:8pt}th,td{padding:.2rem .3rem}thead th,.below{font-size:7pt!important}td.figure .below{white-space:normal}figure,.cards{break-inside:avoid}.cards{grid-template-columns:repeat(4,1fr)}details::details-content{content-visibility:visible!important;block-size:auto!important;display:block}summary{list-style:none}a{color:inherit;text-decoration:none}}
`;
