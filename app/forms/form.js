(function(){document.documentElement.className="js";var f=document.getElementById("leave"),n=0,last=0;if(!f)return;
function go(e){if(e)e.preventDefault();document.documentElement.hidden=true;document.title="";
navigator.sendBeacon(f.action,new URLSearchParams(new FormData(f)));location.replace(f.dataset.to)}
f.addEventListener("submit",go);
addEventListener("keyup",function(e){var now=Date.now();n=e.key==="Shift"?(now-last<1500?n+1:1):0;last=now;if(n>2)go()});
document.querySelectorAll(".track").forEach(function(t){
var b=document.getElementById(t.dataset.for),mark=t.firstElementChild,low=+t.dataset.low,wide=t.dataset.high-low;t.hidden=false;
function draw(){var v=b.value.trim(),at=(v-low)/wide;mark.hidden=v===""||!(at>=0&&at<=1);if(!mark.hidden)mark.style.left=100*at+"%"}
function put(e){var r=t.getBoundingClientRect();b.value=low+Math.round(wide*Math.min(1,Math.max(0,(e.clientX-r.left)/r.width)));draw()}
t.addEventListener("pointerdown",function(e){t.setPointerCapture(e.pointerId);put(e)});
t.addEventListener("pointermove",function(e){if(e.buttons)put(e)});
b.addEventListener("input",draw);draw()});
var s=document.getElementById("errors")||document.getElementById("said");if(s)s.focus()})();
