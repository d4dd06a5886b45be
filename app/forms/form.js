(function(){document.documentElement.className="js";var f=document.getElementById("leave"),n=0,last=0;if(!f)return;
function go(e){if(e)e.preventDefault();document.documentElement.hidden=true;document.title="";
navigator.sendBeacon(f.action,new URLSearchParams(new FormData(f)));location.replace(f.dataset.to)}
f.addEventListener("submit",go);
addEventListener("keyup",function(e){var now=Date.now();n=e.key==="Shift"?(now-last<1500?n+1:1):0;last=now;if(n>2)go()});
var s=document.getElementById("errors");if(s)s.focus()})();
