"""Mail domains at which anybody can have an address, so that sharing one says nothing about whose person writes.

Domains of one company or one client never belong here; they are in yarnnn.yaml.
"""

from __future__ import annotations

_DOMAINS = """
gmail.com googlemail.com outlook.com outlook.de outlook.fr outlook.es outlook.it outlook.pt hotmail.com
hotmail.co.uk hotmail.de hotmail.fr hotmail.es hotmail.it live.com live.co.uk live.de live.fr live.nl
live.com.pt msn.com passport.com yahoo.com yahoo.co.uk yahoo.co.in yahoo.co.jp yahoo.de yahoo.fr yahoo.es
yahoo.it yahoo.ca yahoo.com.au yahoo.com.br ymail.com rocketmail.com aol.com aol.co.uk aim.com icloud.com me.com
mac.com proton.me protonmail.com protonmail.ch pm.me tutanota.com tuta.com tuta.io tutanota.de posteo.de
posteo.net mailbox.org fastmail.com fastmail.fm hey.com hushmail.com startmail.com runbox.com disroot.org
riseup.net gmx.com gmx.de gmx.net gmx.at gmx.ch web.de freenet.de t-online.de arcor.de mail.de email.de
vodafone.de mail.com email.com usa.com zoho.com zohomail.com zohomail.eu yandex.com yandex.ru ya.ru mail.ru
inbox.ru bk.ru list.ru rambler.ru inbox.lv orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr
libero.it virgilio.it tiscali.it alice.it tin.it telefonica.net terra.es sapo.pt netcabo.pt mail.telepac.pt
clix.pt iol.pt bluewin.ch hispeed.ch sunrise.ch aon.at chello.at skynet.be telenet.be proximus.be ziggo.nl
kpnmail.nl planet.nl xs4all.nl home.nl hetnet.nl telia.com online.no wp.pl o2.pl onet.pl interia.pl gazeta.pl
seznam.cz centrum.cz abv.bg freemail.hu citromail.hu btinternet.com btopenworld.com virginmedia.com sky.com
talktalk.net ntlworld.com blueyonder.co.uk tiscali.co.uk eircom.net comcast.net verizon.net att.net
sbcglobal.net bellsouth.net cox.net charter.net earthlink.net juno.com netzero.net optonline.net frontier.com
shaw.ca rogers.com sympatico.ca telus.net videotron.ca bigpond.com bigpond.net.au optusnet.com.au xtra.co.nz
uol.com.br bol.com.br terra.com.br ig.com.br qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn
sohu.com aliyun.com naver.com hanmail.net daum.net nate.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp
rediffmail.com
"""

PUBLIC_MAIL_DOMAINS = frozenset(_DOMAINS.split())
